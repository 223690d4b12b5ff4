// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in the form that users write: {@code 65536}, {@code 64KiB}, {@code 64M}. Units are powers of 1024. */
public final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "kmgt";

    private ByteSize() {}

    /**
     * Parses a size and returns the number of bytes.
     *
     * @param flag the name of the flag, for the error message
     * @throws ConfigException if the text is no size, is 0, or exceeds 2^63 - 1
     */
    public static long parse(String flag, String text) {
        Matcher match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw wrong(flag, text);
        }
        long number = Long.parseLong(match.group(1));
        int shift = 10 * (UNITS.indexOf(match.group(2).toLowerCase(Locale.ROOT)) + 1);
        if (match.group(2).isEmpty()) {
            shift = 0;
        }
        if (number == 0 || number > Long.MAX_VALUE >> shift) {
            throw wrong(flag, text);
        }
        return number << shift;
    }

    private static ConfigException wrong(String flag, String text) {
        return new ConfigException(flag + ": \"" + text + "\" is not a size; write for example 64MiB or 1000000");
    }
}
