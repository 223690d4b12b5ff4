// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import java.nio.charset.StandardCharsets;

/** Formats text in double quotes as Go's {@code %q} does. Characters that are not printable are escaped. */
public final class Quoted {
    private Quoted() {}

    public static String of(String text) {
        byte[] quoted = Utf8Text.of(out -> {
            out.codePoint('"');
            appendEscaped(out, text);
            out.codePoint('"');
        });
        return new String(quoted, StandardCharsets.UTF_8);
    }

    /** Appends the escaped text without quotes. Callers use this to quote several texts together. */
    public static void appendEscaped(Utf8Text out, String text) {
        for (int i = 0; i < text.length(); i++) {
            int codePoint = text.codePointAt(i);
            appendCodePoint(out, codePoint);
            i += Character.charCount(codePoint) - 1;
        }
    }

    private static void appendCodePoint(Utf8Text out, int codePoint) {
        int letter = "\u0007\b\f\n\r\t\u000B".indexOf(codePoint);
        if (codePoint == '"' || codePoint == '\\') {
            out.codePoint('\\').codePoint(codePoint);
        } else if (letter >= 0) {
            out.codePoint('\\').codePoint("abfnrtv".charAt(letter));
        } else if (isPrintable(codePoint)) {
            out.codePoint(codePoint);
        } else {
            out.codePoint('\\').codePoint(codePoint < 0x80 ? 'x' : codePoint < 0x10000 ? 'u' : 'U');
            int digits = codePoint < 0x80 ? 2 : codePoint < 0x10000 ? 4 : 8;
            for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
                out.codePoint(Character.forDigit(codePoint >>> shift & 0xF, 16));
            }
        }
    }

    /**
     * Returns whether Go prints the character: letters, marks, numbers, punctuation, symbols, and only the ASCII space.
     */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
