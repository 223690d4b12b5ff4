// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/**
 * The words of a JSON document (RFC 8259): punctuation, literals, texts and numbers, each where the one before it ended.
 * Allocates nothing but the texts that are asked for.
 */
final class JsonBytes {
    private static final int NO_MORE = -1;
    private static final long MOST_TENS = Long.divideUnsigned(-1, 10);

    private final byte[] json;
    private int at;

    JsonBytes(byte[] json) {
        this.json = json;
    }

    /** The first byte of the next word; negative if there is none. */
    int peek() {
        while (octet() == ' ' || octet() == '\n' || octet() == '\r' || octet() == '\t') {
            at++;
        }
        return octet();
    }

    /** Goes on if the next word is this one. */
    boolean accept(char punctuation) {
        boolean found = peek() == punctuation;
        at += found ? 1 : 0;
        return found;
    }

    void expect(char punctuation) throws JsonException {
        if (!accept(punctuation)) {
            throw JsonException.MALFORMED;
        }
    }

    void literal(String word) throws JsonException {
        peek();
        for (int i = 0; i < word.length(); i++) {
            if (octet() != word.charAt(i)) {
                throw JsonException.MALFORMED;
            }
            at++;
        }
    }

    String text() throws JsonException {
        expect('"');
        int start = at;
        boolean plain = passText();
        return plain ? JsonString.plain(json, start, at - 1) : JsonString.decoded(json, start, at - 1);
    }

    /** What is escaped in a text that nobody reads is not looked at. */
    void skipText() throws JsonException {
        expect('"');
        passText();
    }

    /** A whole number. */
    long number(long least, long most) throws JsonException {
        boolean negative = peek() == '-';
        int start = at;
        passNumber();
        long size = size(start + (negative ? 1 : 0));
        long value = negative ? -size : size;
        boolean overflow = negative ? value > 0 : value < 0;
        if (overflow || value < least || value > most) {
            throw JsonException.MALFORMED;
        }
        return value;
    }

    /** A whole number of 64 bits without sign. */
    long unsigned() throws JsonException {
        peek();
        int start = at;
        passNumber();
        return size(start);
    }

    void passNumber() throws JsonException {
        peek();
        at += octet() == '-' ? 1 : 0;
        if (octet() == '0') {
            at++;
        } else {
            passDigits();
        }
        if (octet() == '.') {
            at++;
            passDigits();
        }
        if (octet() == 'e' || octet() == 'E') {
            at++;
            at += octet() == '+' || octet() == '-' ? 1 : 0;
            passDigits();
        }
    }

    private void passDigits() throws JsonException {
        int start = at;
        while (octet() >= '0' && octet() <= '9') {
            at++;
        }
        if (at == start) {
            throw JsonException.MALFORMED;
        }
    }

    /** The unsigned number that was passed from there. */
    private long size(int from) throws JsonException {
        long size = 0;
        for (int i = from; i < at; i++) {
            int digit = json[i] - '0';
            long tens = 10 * size;
            boolean overflow =
                    Long.compareUnsigned(size, MOST_TENS) > 0 || Long.compareUnsigned(tens + digit, tens) < 0;
            if (digit < 0 || digit > 9 || overflow) {
                throw JsonException.MALFORMED;
            }
            size = tens + digit;
        }
        return size;
    }

    /** Whether there was ASCII alone, and nothing escaped. */
    private boolean passText() throws JsonException {
        boolean plain = true;
        while (octet() != '"') {
            int octet = octet();
            if (octet < ' ') {
                throw JsonException.MALFORMED;
            }
            plain &= octet != '\\' && octet < 0x80;
            at += octet == '\\' ? 2 : 1;
        }
        at++;
        return plain;
    }

    private int octet() {
        return at < json.length ? json[at] & 0xFF : NO_MORE;
    }
}
