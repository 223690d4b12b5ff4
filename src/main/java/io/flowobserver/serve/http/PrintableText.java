// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

/** Escapes text that a client sent, for pages that people read in a terminal or a browser. */
final class PrintableText {
    private PrintableText() {}

    /**
     * Returns the text with escapes in place of characters that could move the cursor, start another line or change the
     * order in which the text is shown: {@code \}{@code u001b} for ESC, {@code \}{@code U000e0001} beyond 16 bits.
     */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format(c < Character.MIN_SUPPLEMENTARY_CODE_POINT ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return out.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            // Format characters are the bidirectional controls and some that cannot be seen. A surrogate here is alone.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
