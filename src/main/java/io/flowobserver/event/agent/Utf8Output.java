// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import org.jspecify.annotations.Nullable;

/** Writes text as UTF-8, or only counts how many bytes that would take. */
final class Utf8Output {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private byte @Nullable [] out;
    private int length;

    /** Begins anew, and only counts. */
    void count() {
        out = null;
        length = 0;
    }

    /** Begins anew, at the start of an array. */
    void writeTo(byte[] array) {
        out = array;
        length = 0;
    }

    /** Bytes written or counted so far. */
    int length() {
        return length;
    }

    void octet(int octet) {
        if (out != null) {
            out[length] = (byte) octet;
        }
        length++;
    }

    void character(int codePoint) {
        if (codePoint < 0x80) {
            octet(codePoint);
        } else if (codePoint < 0x800) {
            octet(0xC0 | codePoint >>> 6);
            continuation(codePoint);
        } else if (codePoint < 0x10000) {
            octet(0xE0 | codePoint >>> 12);
            continuation(codePoint >>> 6);
            continuation(codePoint);
        } else {
            octet(0xF0 | codePoint >>> 18);
            continuation(codePoint >>> 12);
            continuation(codePoint >>> 6);
            continuation(codePoint);
        }
    }

    /** A character of a JSON string as the agent writes it: safe inside of HTML and JavaScript, too. */
    void jsonCharacter(int codePoint) {
        switch (codePoint) {
            case '"', '\\' -> escape(codePoint);
            case '\b' -> escape('b');
            case '\f' -> escape('f');
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            case '<', '>', '&', LINE_SEPARATOR, PARAGRAPH_SEPARATOR -> unicodeEscape(codePoint);
            default -> {
                if (codePoint < ' ') {
                    unicodeEscape(codePoint);
                } else {
                    character(codePoint);
                }
            }
        }
    }

    void unicodeEscape(int codePoint) {
        escape('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            octet(HEX[codePoint >>> shift & 0xF]);
        }
    }

    private void escape(int letter) {
        octet('\\');
        octet(letter);
    }

    private void continuation(int bits) {
        octet(0x80 | (bits & 0x3F));
    }
}
