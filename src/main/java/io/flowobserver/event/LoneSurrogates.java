// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.util.regex.Pattern;

/** Finds each half of a surrogate pair in a text, which only an escape in JSON can bring there. */
final class LoneSurrogates {
    private static final Pattern PATTERN = Pattern.compile("\\p{Cs}");

    private LoneSurrogates() {}

    /** The text with U+FFFD for each half of a pair, as Go reads it. */
    static String replace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return PATTERN.matcher(text).replaceAll("\uFFFD");
            }
        }
        return text;
    }
}
