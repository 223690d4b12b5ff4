// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

/** Encodes text as UTF-8 without an intermediate copy. An unpaired surrogate becomes U+FFFD. */
public final class Utf8 {
    /** Maximum length of a code point, in bytes. */
    public static final int MAX_LENGTH = 4;

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** Returns the length of the encoded text, in bytes. */
    public static int length(CharSequence text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int codePoint = codePoint(text, i);
            length += length(codePoint);
            i += Character.charCount(codePoint) - 1;
        }
        return length;
    }

    /** Returns the length of an encoded code point, in bytes. */
    public static int length(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : MAX_LENGTH;
    }

    /** Writes the text and returns the offset after it. */
    public static int write(CharSequence text, byte[] out, int at) {
        for (int i = 0; i < text.length(); i++) {
            int codePoint = codePoint(text, i);
            at = write(codePoint, out, at);
            i += Character.charCount(codePoint) - 1;
        }
        return at;
    }

    /** Writes a code point, at most {@link #MAX_LENGTH} bytes, and returns the offset after it. */
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

    /** Returns the code point that starts at an index; U+FFFD for an unpaired surrogate. */
    public static int codePoint(CharSequence text, int index) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        int codePoint = Character.codePointAt(text, index);
        return codePoint == c ? REPLACEMENT : codePoint;
    }
}
