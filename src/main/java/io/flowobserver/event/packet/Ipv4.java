// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 header with its options (RFC 791). The version and the checksum are not checked.
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
 * <p>Not thread-safe.
 */
public final class Ipv4 {
    /**
     * Result of {@link #next()} for a fragment. The payload of a fragment may not start with a header or may not be
     * complete.
     */
    static final int FRAGMENT = -1;

    /** Low half of ::ffff:0.0.0.0. The columns store an IPv4 address in this IPv6 form. */
    public static final long MAPPED_PREFIX = 0x0000_ffff_0000_0000L;

    private static final int PROTOCOL_OFFSET = 9;
    private static final int ADDRESSES_OFFSET = 12;
    private static final int LENGTH = ADDRESSES_OFFSET + 2 * Integer.BYTES;

    /** Bit offsets of fields in the first eight bytes, read as a big-endian number. */
    private static final int HEADER_LENGTH_SHIFT = 56;

    private static final int TOTAL_LENGTH_SHIFT = 32;
    private static final int VERSION_SHIFT = 60;
    private static final int VERSION = 4;
    private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int OPTION_END = 0;
    private static final int OPTION_PADDING = 1;
    private static final int LEAST_OPTION_LENGTH = 3;

    private long addresses;
    private int next;
    private int payload;
    private int end;

    /** Returns an IPv4 address as the low half of ::ffff:a.b.c.d. */
    public static long mapped(int address) {
        return MAPPED_PREFIX | (address & 0xffff_ffffL);
    }

    /**
     * Wraps the header at {@code at}. Returns null, or the error if the header is malformed or extends beyond
     * {@code end}.
     */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        int available = end - at;
        if (available < LENGTH) {
            return Malformed.IPV4;
        }
        long front = bytes.u64be(at);
        int headerLength = (int) (front >>> HEADER_LENGTH_SHIFT & 0x0f) * Integer.BYTES;
        int totalLength = (int) (front >>> TOTAL_LENGTH_SHIFT & 0xffff);
        if (totalLength == 0) {
            // With segmentation offload the field is 0, so the packet has the available length.
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

    /**
     * Wraps the header at {@code at} if its version, its header length and its addresses are there. Its options and its
     * total length may be anything, and nothing follows the header if they leave no room. A first fragment is like a
     * whole packet, because its payload starts with a header.
     *
     * @return whether the header is wrapped; if not, this still wraps the last one
     */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return false;
        }
        long front = bytes.u64be(at);
        int headerLength = (int) (front >>> HEADER_LENGTH_SHIFT & 0x0f) * Integer.BYTES;
        if (front >>> VERSION_SHIFT != VERSION || headerLength < LENGTH) {
            return false;
        }
        int totalLength = (int) (front >>> TOTAL_LENGTH_SHIFT & 0xffff);
        this.addresses = bytes.u64be(at + ADDRESSES_OFFSET);
        this.next = (front & FRAGMENT_OFFSET) != 0 ? FRAGMENT : bytes.u8(at + PROTOCOL_OFFSET);
        this.payload = at + headerLength;
        this.end = totalLength == 0 ? Tcp.endOfBigTcp(bytes, next, payload, end) : Math.min(at + totalLength, end);
        return true;
    }

    /** Returns the protocol number of the payload, or {@link #FRAGMENT}. */
    public int next() {
        return next;
    }

    /** Returns the source address; its first byte is in bits 31 to 24. */
    public int source() {
        return (int) (addresses >>> Integer.SIZE);
    }

    /** Returns the destination address; its first byte is in bits 31 to 24. */
    public int destination() {
        return (int) addresses;
    }

    /** Returns the offset of the payload. */
    public int payload() {
        return payload;
    }

    /** Returns the offset after the payload. */
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
