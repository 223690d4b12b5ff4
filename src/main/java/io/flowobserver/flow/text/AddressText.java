// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import java.nio.charset.StandardCharsets;

/**
 * Formats addresses as Go's {@code net.IP} does. IPv4 and IPv4-mapped addresses are dotted. IPv6 addresses follow RFC
 * 5952: lower case, with {@code ::} for the longest run of two or more zero groups.
 */
public final class AddressText {
    /** Maximum length of an address text. */
    static final int MAX_LENGTH = 39;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private static final byte[] MAPPED = {':', ':', 'f', 'f', 'f', 'f', ':'};

    private AddressText() {}

    /** Returns whether the address is an IPv4 address in its mapped form, {@code ::ffff:a.b.c.d}. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** Returns the low half of the mapped form of an IPv4 address. The high half is 0. */
    public static long ipv4(int address) {
        return 0xFFFF_0000_0000L | (address & 0xFFFFFFFFL);
    }

    /**
     * Writes at most {@link #MAX_LENGTH} bytes and returns the offset after them. Up to three bytes after the text may
     * change too.
     */
    public static int write(long high, long low, byte[] out, int at) {
        return isIpv4(high, low) ? dotted((int) low, out, at) : grouped(high, low, out, at);
    }

    /**
     * Writes an address as {@link #write(long, long, byte[], int)} does.
     *
     * @param ipv6 whether an address of the form {@code ::ffff:a.b.c.d} is IPv6 and written so; otherwise it is IPv4
     */
    public static int write(long high, long low, boolean ipv6, byte[] out, int at) {
        return ipv6 && isIpv4(high, low) ? mapped((int) low, out, at) : write(high, low, out, at);
    }

    /** Returns the text of an address. */
    public static String of(long high, long low) {
        return of(high, low, false);
    }

    /**
     * Returns the text of an address.
     *
     * @param ipv6 whether an address of the form {@code ::ffff:a.b.c.d} is IPv6 and written so; otherwise it is IPv4
     */
    public static String of(long high, long low, boolean ipv6) {
        byte[] text = new byte[MAX_LENGTH];
        return new String(text, 0, write(high, low, ipv6, text, 0), StandardCharsets.US_ASCII);
    }

    /**
     * Writes an IPv4 address in its mapped form, {@code ::ffff:a.b.c.d}, and returns the offset after it. Up to three
     * bytes after the text may change too.
     */
    public static int mapped(int address, byte[] out, int at) {
        System.arraycopy(MAPPED, 0, out, at, MAPPED.length);
        return dotted(address, out, at + MAPPED.length);
    }

    /**
     * Writes an IPv4 address in dotted form and returns the offset after it. Up to three bytes after the text may
     * change too.
     */
    public static int dotted(int address, byte[] out, int at) {
        at = Digits.octetAndDot(address >>> 24, out, at);
        at = Digits.octetAndDot(address >>> 16 & 0xFF, out, at);
        at = Digits.octetAndDot(address >>> 8 & 0xFF, out, at);
        return Digits.octetAndDot(address & 0xFF, out, at) - 1;
    }

    /**
     * Writes the MAC address in the low 48 bits as {@code aa:bb:cc:dd:ee:ff} and returns the offset after it. The byte
     * after the text changes too.
     */
    public static int mac(long address, byte[] out, int at) {
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (address >>> shift) & 0xFF;
            out[at] = HEX[octet >>> 4];
            out[at + 1] = HEX[octet & 0xF];
            out[at + 2] = ':';
            at += 3;
        }
        return at - 1;
    }

    private static int grouped(long high, long low, byte[] out, int at) {
        int runStart = -1;
        int runEnd = -1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(high, low, end) == 0) {
                end++;
            }
            if (end > i + 1 && end - i > runEnd - runStart) {
                runStart = i;
                runEnd = end;
            }
            i = Math.max(i, end - 1);
        }
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                out[at++] = ':';
                out[at++] = ':';
                i = runEnd;
                if (i >= 8) {
                    break;
                }
            } else if (i > 0) {
                out[at++] = ':';
            }
            at = hexGroup(group(high, low, i), out, at);
        }
        return at;
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - (index & 3) * 16)) & 0xFFFF;
    }

    private static int hexGroup(int group, byte[] out, int at) {
        if (group >= 0x1000) {
            out[at++] = HEX[group >>> 12];
        }
        if (group >= 0x100) {
            out[at++] = HEX[group >>> 8 & 0xF];
        }
        if (group >= 0x10) {
            out[at++] = HEX[group >>> 4 & 0xF];
        }
        out[at++] = HEX[group & 0xF];
        return at;
    }
}
