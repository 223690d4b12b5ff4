// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import io.flowobserver.flow.wire.Wire;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes numbers as ASCII digits, several digits at a time. This is fast, which matters because a flow has some hundred
 * digits in its addresses and its UUID. Whole words are written, so some methods also change up to two bytes after the
 * returned offset.
 */
public final class Digits {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final long NIBBLES = 0x0F0F_0F0F_0F0F_0F0FL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    /** The number to add to each nibble, so that nibbles from 10 on set the bit above the nibble. */
    private static final long CARRY_FROM_A = 6 * ONES;

    /** The distance between the characters 9 and a, minus one. */
    private static final int GAP = 'a' - '9' - 1;

    /** For each octet: its decimal digits and a dot, with the first character in the lowest byte. */
    private static final int[] OCTETS = new int[256];

    static {
        for (int octet = 0; octet < OCTETS.length; octet++) {
            byte[] text = Wire.utf8(octet + ".");
            for (int i = 0; i < text.length; i++) {
                OCTETS[octet] |= text[i] << (i * Byte.SIZE);
            }
        }
    }

    private Digits() {}

    /** Writes eight hexadecimal digits and returns the offset after them. */
    public static int hex8(int value, byte[] out, int at) {
        BIG_LONG.set(out, at, hex(value));
        return at + 8;
    }

    /** Writes four hexadecimal digits, a hyphen and four more digits, and returns the offset after them. */
    public static int hex4And4(int value, byte[] out, int at) {
        long digits = hex(value);
        BIG_INT.set(out, at, (int) (digits >>> Integer.SIZE));
        out[at + 4] = '-';
        BIG_INT.set(out, at + 5, (int) digits);
        return at + 9;
    }

    /**
     * Writes the decimal digits of an octet and a dot, and returns the offset after them. Up to two bytes after that
     * offset change too.
     */
    static int octetAndDot(int octet, byte[] out, int at) {
        INT.set(out, at, OCTETS[octet]);
        return at + (octet >= 100 ? 4 : octet >= 10 ? 3 : 2);
    }

    /**
     * Returns the hexadecimal digits of a number, one per byte, with the most significant digit in the highest byte.
     */
    private static long hex(int value) {
        long v = value & 0xFFFF_FFFFL;
        v = (v | v << 16) & 0x0000_FFFF_0000_FFFFL;
        v = (v | v << 8) & 0x00FF_00FF_00FF_00FFL;
        v = (v | v << 4) & NIBBLES;
        long letters = (v + CARRY_FROM_A) >>> 4 & ONES;
        return v + '0' * ONES + letters * GAP;
    }
}
