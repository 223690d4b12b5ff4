// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

/**
 * An IPv4 or IPv6 address prefix. An address is a prefix of 128 bits. The halves are as in {@code FlowLayout}: IPv4 is
 * stored as {@code ::ffff:a.b.c.d}, so the length of an IPv4 prefix is 96 more than in its text. Bits after the length
 * are always 0.
 */
public record Prefix(long high, long low, int length) {
    /** The difference between the length of an IPv4 prefix here and in its text. */
    static final int IPV4_OFFSET = 96;

    public Prefix {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("prefix length out of range: length=" + length);
        }
        high &= highMask(length);
        low &= lowMask(length);
    }

    /** Returns the prefix that contains only the given address. */
    public static Prefix address(long high, long low) {
        return new Prefix(high, low, 128);
    }

    /** Returns whether this prefix contains only one address. */
    public boolean isAddress() {
        return length == 128;
    }

    /** Returns whether this prefix contains only IPv4 addresses. */
    public boolean isIpv4() {
        return length >= IPV4_OFFSET && AddressText.isIpv4(high, low);
    }

    /** Returns the bits of the first half that a prefix of this length fixes. */
    public static long highMask(int length) {
        return length == 0 ? 0 : length >= Long.SIZE ? -1L : -1L << (Long.SIZE - length);
    }

    /** Returns the bits of the second half that a prefix of this length fixes. */
    public static long lowMask(int length) {
        return length <= Long.SIZE ? 0 : -1L << (128 - length);
    }

    /**
     * Returns the address text, followed by {@code /length} unless this is one address. The length of an IPv4 prefix is
     * 0 to 32.
     */
    @Override
    public String toString() {
        String address = AddressText.of(high, low);
        return isAddress() ? address : address + "/" + (isIpv4() ? length - IPV4_OFFSET : length);
    }
}
