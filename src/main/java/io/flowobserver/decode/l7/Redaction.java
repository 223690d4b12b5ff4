// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import java.util.List;

/**
 * The parts of access log records to hide.
 *
 * @param enabled whether redaction is on; only {@code userInfo} applies without it
 * @param urlQuery hide the query and fragment of URLs
 * @param userInfo hide passwords in URLs
 * @param headersAllowed header names to show, case-insensitive; if the list is not empty, all other headers are hidden
 * @param headersDenied header names to hide, case-insensitive
 * @param kafkaApiKey hide the API key of Kafka requests
 */
public record Redaction(
        boolean enabled,
        boolean urlQuery,
        boolean userInfo,
        List<String> headersAllowed,
        List<String> headersDenied,
        boolean kafkaApiKey) {
    /** The text that replaces a hidden value. */
    static final String REPLACEMENT = "HUBBLE_REDACTED";

    /** The default of Hubble: only passwords in URLs are hidden. */
    public static final Redaction DEFAULT = new Redaction(false, false, true, List.of(), List.of(), false);

    public Redaction {
        headersAllowed = List.copyOf(headersAllowed);
        headersDenied = List.copyOf(headersDenied);
    }
}
