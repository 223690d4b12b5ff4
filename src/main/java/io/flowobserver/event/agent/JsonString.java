// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.nio.charset.StandardCharsets;

/**
 * The characters of strings in a JSON text, strings that are known to be well-formed. What is no UTF-8 stands for the
 * replacement character, byte by byte, and so does half of a pair of surrogates.
 */
final class JsonString {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int NO_UTF8 = -1;
    private static final int UNICODE_ESCAPE_LENGTH = 6;

    private final byte[] text;
    private int start;
    private int end;
    private int at;

    JsonString(byte[] text) {
        this.text = text;
    }

    /**
     * Moves to another string.
     *
     * @param start behind the opening quote
     * @param end where the closing quote is
     */
    JsonString over(int start, int end) {
        this.start = start;
        this.end = end;
        return rewound();
    }

    /** The same from its beginning. */
    JsonString rewound() {
        at = start;
        return this;
    }

    /** Bytes from here to the end of the string. */
    int length() {
        return end - at;
    }

    /** Whether each of these bytes is the character that it stands for. */
    boolean isPlain() {
        for (int i = at; i < end; i++) {
            if (text[i] < 0 || text[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The rest of a plain string. */
    String plain() {
        return new String(text, at, end - at, StandardCharsets.ISO_8859_1);
    }

    /** The next character, a code point. */
    int character() {
        int character = next();
        return character == NO_UTF8 ? REPLACEMENT : character;
    }

    /** Writes the characters that the string stands for. */
    void copyTo(Utf8Output out) {
        while (at < end) {
            out.character(character());
        }
    }

    /** Writes the string, quotes included, as the agent would. */
    void escapeTo(Utf8Output out) {
        out.octet('"');
        while (at < end) {
            int character = next();
            if (character == NO_UTF8) {
                out.unicodeEscape(REPLACEMENT);
            } else {
                out.jsonCharacter(character);
            }
        }
        out.octet('"');
    }

    /** The next character, or {@link #NO_UTF8}. */
    private int next() {
        int first = text[at] & 0xFF;
        if (first == '\\') {
            return escaped();
        }
        if (first < 0x80) {
            at++;
            return first;
        }
        return multibyte(first);
    }

    private int escaped() {
        int letter = text[at + 1];
        if (letter != 'u') {
            at += 2;
            return switch (letter) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> letter;
            };
        }
        char unit = unit();
        at += UNICODE_ESCAPE_LENGTH;
        if (!Character.isSurrogate(unit)) {
            return unit;
        }
        boolean escapeFollows = end - at >= UNICODE_ESCAPE_LENGTH && text[at] == '\\' && text[at + 1] == 'u';
        if (escapeFollows && Character.isSurrogatePair(unit, unit())) {
            int pair = Character.toCodePoint(unit, unit());
            at += UNICODE_ESCAPE_LENGTH;
            return pair;
        }
        return REPLACEMENT;
    }

    /** The four digits of the escape here. */
    private char unit() {
        int unit = 0;
        for (int i = 2; i < UNICODE_ESCAPE_LENGTH; i++) {
            unit = unit << 4 | Character.digit(text[at + i], 16);
        }
        return (char) unit;
    }

    private int multibyte(int first) {
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        int codePoint = first & 0xFF >>> (length + 1);
        boolean valid = first >= 0xC2 && first <= 0xF4 && end - at >= length;
        for (int i = 1; valid && i < length; i++) {
            valid = (text[at + i] & 0xC0) == 0x80;
            codePoint = codePoint << 6 | (text[at + i] & 0x3F);
        }
        boolean shortest = codePoint >= (length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80);
        boolean scalar = codePoint <= Character.MAX_CODE_POINT && (codePoint < 0xD800 || codePoint > 0xDFFF);
        valid = valid && shortest && scalar;
        at += valid ? length : 1;
        return valid ? codePoint : NO_UTF8;
    }
}
