// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as Go writes them, {@code 2025-10-21T12:00:00.5+02:00}; the fraction has nine digits at most. */
final class Rfc3339 {
    private static final int LONGEST = 35;
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private Rfc3339() {}

    /** The time, or null if the text is none. */
    static @Nullable Instant parse(byte[] utf8) {
        if (utf8.length > LONGEST) {
            return null;
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        try {
            return FORM.matcher(text).matches() ? OffsetDateTime.parse(text).toInstant() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
