// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 header with the hop-by-hop header that may follow it. The version nibble is not looked at.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------------------------------+---------------+-------+-------+
 *  |   version, class, flow label  |payload length | next  |  hops |  0
 *  +-------------------------------+---------------+-------+-------+
 *  |                            source                             |  8
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                          destination                          | 24
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * A hop-by-hop header is {@code next, length in 8-byte units less one, options}. Not thread-safe.
 */
public final class Ipv6 {
    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int NEXT_OFFSET = 6;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = SOURCE_OFFSET + 2 * Long.BYTES;
    private static final int LENGTH = DESTINATION_OFFSET + 2 * Long.BYTES;

    private static final int OPTION_PAD1 = 0;
    private static final int OPTION_JUMBO = 0xc2;
    private static final int LEAST_JUMBO_LENGTH = 0x10000;
    private static final int NO_JUMBO = 0;
    private static final int BAD_OPTIONS = -1;

    private EventBytes bytes = new EventBytes();
    private int at;
    private int next;
    private int payload;
    private int end;

    /** Null if a whole, well-formed header stands at {@code at}, before {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.IPV6;
        }
        this.bytes = bytes;
        this.at = at;
        next = bytes.u8(at + NEXT_OFFSET);
        payload = at + LENGTH;
        int payloadLength = bytes.u16be(at + PAYLOAD_LENGTH_OFFSET);
        if (next == IpProtocol.HOP_BY_HOP) {
            return wrapHopByHop(payloadLength, end);
        }
        return trim(payloadLength, end);
    }

    /** The protocol number of the payload, behind the hop-by-hop header if there is one. */
    public int next() {
        return next;
    }

    public long sourceHigh() {
        return bytes.u64be(at + SOURCE_OFFSET);
    }

    public long sourceLow() {
        return bytes.u64be(at + SOURCE_OFFSET + Long.BYTES);
    }

    public long destinationHigh() {
        return bytes.u64be(at + DESTINATION_OFFSET);
    }

    public long destinationLow() {
        return bytes.u64be(at + DESTINATION_OFFSET + Long.BYTES);
    }

    public int payload() {
        return payload;
    }

    public int payloadEnd() {
        return end;
    }

    private @Nullable Malformed wrapHopByHop(int payloadLength, int end) {
        int headerAt = payload;
        if (end - headerAt < 2) {
            return Malformed.IPV6;
        }
        int headerLength = (bytes.u8(headerAt + 1) + 1) * Long.BYTES;
        if (end - headerAt < headerLength) {
            return Malformed.IPV6;
        }
        int jumboLength = jumboLength(headerAt + 2, headerAt + headerLength, end);
        if (jumboLength == BAD_OPTIONS) {
            return Malformed.IPV6;
        }
        next = bytes.u8(headerAt);
        if (jumboLength == NO_JUMBO) {
            payload = headerAt + headerLength;
            return trim(payloadLength, end);
        }
        if (payloadLength != 0) {
            return Malformed.IPV6;
        }
        // The reference leaves the hop-by-hop header at the front of a jumbogram's payload; so what follows is read
        // from there, and equal answers matter more than a packet that no link here can carry.
        this.end = Math.min(end, headerAt + Math.min(jumboLength, end - headerAt));
        return null;
    }

    private @Nullable Malformed trim(int payloadLength, int end) {
        if (payloadLength == 0) {
            return Malformed.IPV6;
        }
        this.end = Math.min(end, payload + payloadLength);
        return null;
    }

    /**
     * The length in the first jumbo option, {@link #NO_JUMBO} or {@link #BAD_OPTIONS}. An option may reach past its
     * header as long as it stays inside the packet; that is how the reference reads them.
     */
    private int jumboLength(int at, int headerEnd, int end) {
        int jumbo = NO_JUMBO;
        while (at < headerEnd) {
            if (end - at < 2) {
                return BAD_OPTIONS;
            }
            int kind = bytes.u8(at);
            if (kind == OPTION_PAD1) {
                at++;
                continue;
            }
            int length = bytes.u8(at + 1);
            if (end - at < 2 + length) {
                return BAD_OPTIONS;
            }
            if (kind == OPTION_JUMBO && jumbo == NO_JUMBO) {
                jumbo = length == Integer.BYTES ? clampJumbo(bytes.u32be(at + 2)) : BAD_OPTIONS;
            }
            at += 2 + length;
        }
        return jumbo;
    }

    private static int clampJumbo(int length) {
        if (length < 0) {
            return Integer.MAX_VALUE;
        }
        return length < LEAST_JUMBO_LENGTH ? BAD_OPTIONS : length;
    }
}
