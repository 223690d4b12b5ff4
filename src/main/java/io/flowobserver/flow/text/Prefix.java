// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

/**
 * An address prefix of either family; an address is a prefix of 128 bits. Halves as in {@code FlowLayout}: IPv4 is
 * {@code ::ffff:a.b.c.d}, so its lengths count 96 bits more than in text. Bits behind the length are always 0.
 */
public record Prefix(long high, long low, int length) {
    /** What the length of an IPv4 prefix has more here than in text. */
    static final int IPV4_OFFSET = 96;

    public Prefix {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("prefix length out of range: length=" + length);
        }
        high &= highMask(length);
        low &= lowMask(length);
    }

    /** The prefix that holds one address. */
    public static Prefix address(long high, long low) {
        return new Prefix(high, low, 128);
    }

    /** Whether this is one address. */
    public boolean isAddress() {
        return length == 128;
    }

    /** Whether this holds IPv4 addresses only. */
    public boolean isIpv4() {
        return length >= IPV4_OFFSET && AddressText.isIpv4(high, low);
    }

    /** Bits of the first half that a prefix of this length fixes. */
    public static long highMask(int length) {
        return length == 0 ? 0 : length >= Long.SIZE ? -1L : -1L << (Long.SIZE - length);
    }

    /** Bits of the second half that a prefix of this length fixes. */
    public static long lowMask(int length) {
        return length <= Long.SIZE ? 0 : -1L << (128 - length);
    }

    /** An address dotted or as in RFC 5952, anything shorter with its length in the family's own bits. */
    @Override
    public String toString() {
        String address = AddressText.of(high, low);
        return isAddress() ? address : address + "/" + (isIpv4() ? length - IPV4_OFFSET : length);
    }
}
