// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.nio.charset.StandardCharsets;

/**
 * Makes text of what stands between two quotes. As in Go, each byte that is not part of valid UTF-8, and each escaped half
 * of a surrogate pair, is one U+FFFD: so the text can always be said in protobuf.
 */
final class JsonString {
    private static final int REPLACEMENT = 0xFFFD;
    /** The least code point that takes one, two, three or four bytes. */
    private static final int[] LEAST = {0, 0x80, 0x800, 0x10000};

    private static final int ESCAPE_DIGITS = 4;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final byte[] json;
    private final int end;
    private int at;

    private JsonString(byte[] json, int from, int to) {
        this.json = json;
        this.at = from;
        this.end = to;
    }

    /** ASCII without escapes. */
    static String plain(byte[] json, int from, int to) {
        return from == to ? "" : new String(json, from, to - from, StandardCharsets.ISO_8859_1);
    }

    static String decoded(byte[] json, int from, int to) throws JsonException {
        JsonString string = new JsonString(json, from, to);
        StringBuilder text = new StringBuilder(to - from);
        while (string.at < to) {
            text.appendCodePoint(json[string.at] == '\\' ? string.escape() : string.codePoint());
        }
        return text.toString();
    }

    private int codePoint() {
        int first = json[at++] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int tail = first < 0xC0 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF8 ? 3 : -1;
        if (tail < 0 || at + tail > end) {
            return REPLACEMENT;
        }
        int codePoint = first & 0x3F >> tail;
        for (int i = at; i < at + tail; i++) {
            if ((json[i] & 0xC0) != 0x80) {
                return REPLACEMENT;
            }
            codePoint = codePoint << 6 | json[i] & 0x3F;
        }
        if (codePoint < LEAST[tail] || codePoint > Character.MAX_CODE_POINT || isSurrogate(codePoint)) {
            return REPLACEMENT;
        }
        at += tail;
        return codePoint;
    }

    private int escape() throws JsonException {
        at++;
        int letter = at < end ? json[at++] : -1;
        if (letter != 'u') {
            int index = letter < 0 ? -1 : ESCAPES.indexOf(letter);
            if (index < 0) {
                throw JsonException.MALFORMED;
            }
            return ESCAPED.charAt(index);
        }
        int first = digits();
        if (!isSurrogate(first)) {
            return first;
        }
        boolean another = at + 1 < end && json[at] == '\\' && json[at + 1] == 'u';
        if (Character.isHighSurrogate((char) first) && another) {
            int behindFirst = at;
            at += 2;
            int second = digits();
            if (Character.isLowSurrogate((char) second)) {
                return Character.toCodePoint((char) first, (char) second);
            }
            at = behindFirst;
        }
        return REPLACEMENT;
    }

    private int digits() throws JsonException {
        int value = 0;
        for (int i = 0; i < ESCAPE_DIGITS; i++) {
            int digit = at < end ? Character.digit(json[at++], 16) : -1;
            if (digit < 0) {
                throw JsonException.MALFORMED;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
