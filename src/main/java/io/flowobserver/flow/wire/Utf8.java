// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

/** Text to UTF-8 without a copy in between. Half of a surrogate pair, which is no text, becomes U+FFFD. */
public final class Utf8 {
    /** Bytes of a code point at most. */
    public static final int MAX_LENGTH = 4;

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** The number of bytes that the text takes. */
    public static int length(CharSequence text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int codePoint = codePoint(text, i);
            length += length(codePoint);
            i += Character.charCount(codePoint) - 1;
        }
        return length;
    }

    /** The number of bytes that a code point takes. */
    public static int length(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : MAX_LENGTH;
    }

    /** Writes the text and returns the offset behind it. */
    public static int write(CharSequence text, byte[] out, int at) {
        for (int i = 0; i < text.length(); i++) {
            int codePoint = codePoint(text, i);
            at = write(codePoint, out, at);
            i += Character.charCount(codePoint) - 1;
        }
        return at;
    }

    /** Writes a code point, at most {@link #MAX_LENGTH} bytes, and returns the offset behind it. */
    public static int write(int codePoint, byte[] out, int at) {
        if (codePoint < 0x80) {
            out[at] = (byte) codePoint;
            return at + 1;
        }
        int tail = length(codePoint) - 1;
        out[at++] = (byte) (0xFF80 >> tail | codePoint >>> (6 * tail));
        while (tail-- > 0) {
            out[at++] = (byte) (0x80 | (codePoint >>> (6 * tail) & 0x3F));
        }
        return at;
    }

    /** The code point that begins at an index. */
    public static int codePoint(CharSequence text, int index) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        int codePoint = Character.codePointAt(text, index);
        return codePoint == c ? REPLACEMENT : codePoint;
    }
}
