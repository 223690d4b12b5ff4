// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

/**
 * The characters of Unicode that change the direction in which text is shown, and cannot be seen themselves. A text with
 * them can look like another one, or reach into the text beside it.
 */
public final class BidiControls {
    private BidiControls() {}

    /** Returns whether a character is a mark, an embedding, an override or an isolate (UAX 9, 2). */
    public static boolean contain(char c) {
        return c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
