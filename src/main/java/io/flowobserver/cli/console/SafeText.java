// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import io.flowobserver.flow.text.BidiControls;
import java.util.HexFormat;

/**
 * Escapes text from the network for terminals and line-oriented tools. A pod or a DNS name must not be able to move the
 * cursor, change colors or the direction of text, or forge a second line.
 */
public final class SafeText {
    private static final char DELETE = 0x7f;
    private static final char LAST_C1 = 0x9f;
    private static final String HEX = "0123456789abcdef";

    private SafeText() {}

    public static void append(StringBuilder out, String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (isControl(text.charAt(i))) {
                out.append(text, 0, i);
                appendEscaped(out, text, i);
                return;
            }
        }
        out.append(text);
    }

    /** Appends text of several lines; line breaks are kept. */
    static void appendLines(StringBuilder out, String text) {
        for (int from = 0, end; from <= text.length(); from = end + 1) {
            end = text.indexOf('\n', from);
            if (end < 0) {
                append(out, text.substring(from));
                return;
            }
            append(out, text.substring(from, end));
            out.append('\n');
        }
    }

    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        append(out, text);
        return out.toString();
    }

    private static void appendEscaped(StringBuilder out, String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                appendControl(out, c);
            } else {
                out.append(c);
            }
        }
    }

    /**
     * Appends an escaped control character. ESC and CR look as in the hubble CLI. The others use the same style: a
     * backslash for CR and LF, a caret for other characters below space, and hexadecimal for all others.
     */
    private static void appendControl(StringBuilder out, char c) {
        if (c == '\r') {
            out.append("\\r");
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c < ' ') {
            out.append('^').append((char) (c + '@'));
        } else if (c <= LAST_C1) {
            out.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        } else {
            out.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
    }

    private static boolean isControl(char c) {
        return c < ' ' ? c != '\t' : c >= DELETE && (c <= LAST_C1 || BidiControls.contain(c));
    }
}
