// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import java.util.List;

/**
 * What of an access-log record is hidden before anybody sees it.
 *
 * @param enabled whether headers are hidden at all, and the next two apply
 * @param urlQuery hide query and fragment of URLs
 * @param userInfo hide passwords in URLs
 * @param headersAllowed names of headers that are shown, in any case; the others are hidden if there is one here
 * @param headersDenied names of headers that are hidden, in any case
 * @param kafkaApiKey hide the API keys of Kafka requests
 */
public record Redaction(
        boolean enabled,
        boolean urlQuery,
        boolean userInfo,
        List<String> headersAllowed,
        List<String> headersDenied,
        boolean kafkaApiKey) {
    /** What stands in the place of what is hidden. */
    static final String REPLACEMENT = "HUBBLE_REDACTED";

    /** Hides passwords and nothing else, as the reference does unless it is told otherwise. */
    public static final Redaction DEFAULT = new Redaction(false, false, true, List.of(), List.of(), false);

    public Redaction {
        headersAllowed = List.copyOf(headersAllowed);
        headersDenied = List.copyOf(headersDenied);
    }
}
