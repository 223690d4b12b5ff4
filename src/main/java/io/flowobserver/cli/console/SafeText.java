// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

/**
 * Text from the network, made harmless for a terminal and for line-oriented tools: a pod or a DNS name must not be able
 * to move the cursor, change colours or forge a second line.
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

    /** ESC and CR look as the hubble CLI prints them; the rest follows suit: backslash forms, carets, C1 in hex. */
    private static void appendControl(StringBuilder out, char c) {
        if (c == '\r') {
            out.append("\\r");
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c < ' ') {
            out.append('^').append((char) (c + '@'));
        } else {
            out.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }

    private static boolean isControl(char c) {
        return c < ' ' ? c != '\t' : c >= DELETE && c <= LAST_C1;
    }
}
