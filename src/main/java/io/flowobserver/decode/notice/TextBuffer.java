// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

/** A reusable buffer for a short ASCII text. Text beyond its capacity is cut off. Allocates nothing. */
final class TextBuffer {
    private static final int LONGEST = 512;
    private static final int DECIMAL_DIGITS = 10;

    private final byte[] bytes = new byte[LONGEST];
    private int length;

    void clear() {
        length = 0;
    }

    /** Returns the buffer, in which the text starts at index 0. Callers must not change it. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void append(char character) {
        if (length < LONGEST) {
            bytes[length++] = (byte) character;
        }
    }

    void append(String text) {
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i));
        }
    }

    /** Appends an unsigned number. */
    void decimal(int value) {
        long divisor = 1;
        long number = Integer.toUnsignedLong(value);
        for (int i = 1; i < DECIMAL_DIGITS && divisor * 10 <= number; i++) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            append((char) ('0' + number / divisor % 10));
        }
    }

    /** Appends an unsigned number in lower-case hexadecimal. */
    void hex(int value) {
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(value)) / 4);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            append(Character.forDigit(value >>> shift & 0xF, 16));
        }
    }

    /** Appends an IPv4 address. The first octet is the lowest byte of the value. */
    void address(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            if (shift > 0) {
                append('.');
            }
            decimal(value >>> shift & 0xFF);
        }
    }
}
