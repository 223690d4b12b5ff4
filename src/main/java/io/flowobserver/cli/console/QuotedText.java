// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Writes text between double quotes as JSON does, and YAML too. */
public final class QuotedText {
    private QuotedText() {}

    /**
     * Appends the text with its quotes.
     *
     * @param unprintable which characters, besides quotes, backslashes and line breaks, are written by their number
     */
    public static void append(StringBuilder out, String text, IntPredicate unprintable) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (unprintable.test(c)) {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
