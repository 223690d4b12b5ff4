// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 header with its options. The version nibble and the checksum are not looked at.
 *
 * <pre>
 *  0       1       2       3       4
 *  +---+---+-------+---------------+
 *  | 4 |IHL|  TOS  | total length  |  0
 *  +---+---+-------+--+------------+
 *  |identification |MF|  fragment  |  4
 *  +-------+-------+--+------------+
 *  |  TTL  | proto |   checksum    |  8
 *  +-------+-------+---------------+
 *  |            source             | 12
 *  +-------------------------------+
 *  |          destination          | 16
 *  +-------------------------------+
 *  |      options, 0-40 bytes      | 20
 *  +-------------------------------+
 * </pre>
 *
 * Not thread-safe.
 */
public final class Ipv4 {
    /** {@link #next()} of a fragment: its payload is not a whole header. */
    static final int FRAGMENT = -1;

    /** Low half of ::ffff:0.0.0.0, the form in which an IPv4 address shares columns with IPv6. */
    public static final long MAPPED_PREFIX = 0x0000_ffff_0000_0000L;

    private static final int PROTOCOL_OFFSET = 9;
    private static final int ADDRESSES_OFFSET = 12;
    private static final int LENGTH = ADDRESSES_OFFSET + 2 * Integer.BYTES;

    /** Where fields stand in the first eight bytes, read as a number in network order. */
    private static final int HEADER_LENGTH_SHIFT = 56;

    private static final int TOTAL_LENGTH_SHIFT = 32;
    private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
    private static final int OPTION_END = 0;
    private static final int OPTION_PADDING = 1;
    private static final int LEAST_OPTION_LENGTH = 3;

    private long addresses;
    private int next;
    private int payload;
    private int end;

    /** An IPv4 address as the low half of ::ffff:a.b.c.d. */
    public static long mapped(int address) {
        return MAPPED_PREFIX | (address & 0xffff_ffffL);
    }

    /** Null if a whole, well-formed header stands at {@code at}, before {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        int available = end - at;
        if (available < LENGTH) {
            return Malformed.IPV4;
        }
        long front = bytes.u64be(at);
        int headerLength = (int) (front >>> HEADER_LENGTH_SHIFT & 0x0f) * Integer.BYTES;
        int totalLength = (int) (front >>> TOTAL_LENGTH_SHIFT & 0xffff);
        if (totalLength == 0) {
            // Segmentation offload leaves the field empty: the packet is as long as what is there.
            totalLength = available & 0xffff;
        }
        if (headerLength < LENGTH || headerLength > totalLength || headerLength > available) {
            return Malformed.IPV4;
        }
        if (headerLength > LENGTH && !optionsAreSound(bytes, at + LENGTH, at + headerLength)) {
            return Malformed.IPV4;
        }
        this.addresses = bytes.u64be(at + ADDRESSES_OFFSET);
        this.next = (front & MORE_FRAGMENTS_OR_OFFSET) != 0 ? FRAGMENT : bytes.u8(at + PROTOCOL_OFFSET);
        this.payload = at + headerLength;
        this.end = at + Math.min(totalLength, available);
        return null;
    }

    /** The protocol number of the payload, or {@link #FRAGMENT}. */
    public int next() {
        return next;
    }

    /** The source address, its first byte in bits 31-24. */
    public int source() {
        return (int) (addresses >>> Integer.SIZE);
    }

    /** The destination address, its first byte in bits 31-24. */
    public int destination() {
        return (int) addresses;
    }

    public int payload() {
        return payload;
    }

    public int payloadEnd() {
        return end;
    }

    private static boolean optionsAreSound(EventBytes bytes, int at, int end) {
        while (at < end) {
            int kind = bytes.u8(at);
            if (kind == OPTION_END) {
                return true;
            }
            if (kind == OPTION_PADDING) {
                at++;
                continue;
            }
            if (end - at < 2) {
                return false;
            }
            int length = bytes.u8(at + 1);
            if (length < LEAST_OPTION_LENGTH || length > end - at) {
                return false;
            }
            at += length;
        }
        return true;
    }
}
