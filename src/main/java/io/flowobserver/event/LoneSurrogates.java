// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds each half of a surrogate pair in a text, which only an escape in JSON can bring there. Not thread-safe. */
final class LoneSurrogates {
    private static final Pattern PATTERN = Pattern.compile("\\p{Cs}");

    private final Matcher matcher = PATTERN.matcher("");

    /** The text with U+FFFD for each half of a pair, as Go reads it. */
    String replace(String text) {
        return matcher.reset(text).replaceAll("\uFFFD");
    }
}
