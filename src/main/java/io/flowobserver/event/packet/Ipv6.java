// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 header (RFC 8200), with a hop-by-hop options header if one follows directly. The version is not checked.
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
 * <p>A hop-by-hop options header has the next protocol (one byte), its length minus one in units of 8 bytes (one byte),
 * and options. Not thread-safe.
 */
public final class Ipv6 {
    private static final int VERSION_SHIFT = 4;
    private static final int VERSION = 6;
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

    private final Ipv6Extensions extensions = new Ipv6Extensions();
    private EventBytes bytes = new EventBytes();
    private int at;
    private int next;
    private int payload;
    private int end;

    /**
     * Wraps the header at {@code at}. Returns null, or the error if the header is malformed or extends beyond
     * {@code end}.
     */
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

    /**
     * Wraps the header at {@code at} if its version and its addresses are there, and the extension headers after it,
     * whatever is in them. Nothing follows the header if an extension header is incomplete, or if the packet is not the
     * first fragment.
     *
     * @return whether the header is wrapped; if not, this still wraps the last one
     */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH || bytes.u8(at) >>> VERSION_SHIFT != VERSION) {
            return false;
        }
        this.bytes = bytes;
        this.at = at;
        int first = at + LENGTH;
        int length = bytes.u16be(at + PAYLOAD_LENGTH_OFFSET);
        int packetEnd = length == 0 ? end : Math.min(end, first + length);
        extensions.walk(bytes, bytes.u8(at + NEXT_OFFSET), first, packetEnd);
        this.next = extensions.next();
        this.payload = extensions.payload();
        if (length == 0) {
            long jumbo = extensions.jumboLength();
            packetEnd = jumbo == 0 ? Tcp.endOfBigTcp(bytes, next, payload, end) : (int) Math.min(end, first + jumbo);
        }
        this.end = packetEnd;
        return true;
    }

    /**
     * Returns the protocol number of the payload, which starts after the hop-by-hop options header if there is one;
     * {@link Ipv6Extensions#NONE} if the payload does not start with a header.
     */
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

    /** Returns the offset of the payload. */
    public int payload() {
        return payload;
    }

    /** Returns the offset after the payload. */
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
        // Hubble's decoder treats the hop-by-hop header as part of a jumbogram's payload, and decodes the next protocol
        // from there. This method does the same, because events of Cilium become what Hubble makes of them.
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
     * Returns the length in the first jumbo payload option (RFC 2675), {@link #NO_JUMBO} or {@link #BAD_OPTIONS}. As in
     * Hubble's decoder, an option may extend beyond the header, but not beyond the packet.
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
