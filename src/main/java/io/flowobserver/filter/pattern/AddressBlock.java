// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Quoted;

/**
 * A block of addresses that share a prefix. IPv4 addresses are stored in mapped form, but an IPv6 block never contains
 * them. It does contain an IPv6 address of that form.
 *
 * @param ipv4 whether the block contains IPv4 addresses
 */
public record AddressBlock(boolean ipv4, long high, long low, long highMask, long lowMask) {
    /** Contains no address: an IPv4 block outside the mapped range. */
    public static final AddressBlock NONE = new AddressBlock(true, -1, -1, -1, -1);

    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    public static AddressBlock ofAddress(IpAddress address) {
        return new AddressBlock(address.ipv4(), address.high(), address.low(), -1, -1);
    }

    /** Parses {@code address/bits} and ignores the bits of the address after the prefix. */
    public static AddressBlock ofPrefix(String text) throws FilterException {
        int slash = text.lastIndexOf('/');
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        if (address.zoned()) {
            throw FilterException.invalid("zones cannot be present in a prefix");
        }
        int width = address.ipv4() ? IPV4_BITS : IPV6_BITS;
        int bits = bits(text.substring(slash + 1));
        if (bits > width) {
            throw FilterException.invalid("prefix length out of range");
        }
        int maskBits = bits + IPV6_BITS - width;
        long highMask = maskBits == 0 ? 0 : -1L << Math.max(0, Long.SIZE - maskBits);
        long lowMask = maskBits <= Long.SIZE ? 0 : -1L << (IPV6_BITS - maskBits);
        return new AddressBlock(address.ipv4(), address.high() & highMask, address.low() & lowMask, highMask, lowMask);
    }

    /**
     * Returns whether the block contains the address of a row.
     *
     * @param ipv6 whether an address of the form {@code ::ffff:a.b.c.d} is IPv6; otherwise it is IPv4
     */
    public boolean contains(long addressHigh, long addressLow, boolean ipv6) {
        return (addressHigh & highMask) == high
                && (addressLow & lowMask) == low
                && (!ipv6 && AddressText.isIpv4(addressHigh, addressLow)) == ipv4;
    }

    /**
     * Returns whether the block contains an address that was read from text. An IPv4 address in mapped notation counts
     * as IPv6, and an address with a zone is in no block.
     */
    public boolean contains(IpAddress address) {
        return (address.high() & highMask) == high
                && (address.low() & lowMask) == low
                && address.ipv4() == ipv4
                && !address.zoned();
    }

    /** Returns whether the prefix of this block is not longer than the prefix of the other. */
    boolean isWiderThan(AddressBlock other) {
        return Long.bitCount(highMask) + Long.bitCount(lowMask)
                <= Long.bitCount(other.highMask) + Long.bitCount(other.lowMask);
    }

    private static int bits(String text) throws FilterException {
        boolean decimal = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!decimal || (text.length() > 1 && text.charAt(0) == '0')) {
            throw FilterException.invalid("bad bits after slash: " + Quoted.of(text));
        }
        return Integer.parseInt(text);
    }
}
