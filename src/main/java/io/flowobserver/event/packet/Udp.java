// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A UDP header (RFC 768). Not thread-safe.
 *
 * <pre>
 *  0       1       2       3       4
 *  +---------------+---------------+
 *  |  source port  |  destination  |  0
 *  +---------------+---------------+
 *  |    length     |   checksum    |  4
 *  +---------------+---------------+
 * </pre>
 */
public final class Udp {
    public static final int PORT_VXLAN = 4789;
    public static final int PORT_GENEVE = 6081;

    private static final int PORTS_OFFSET = 0;
    private static final int LENGTH_OFFSET = PORTS_OFFSET + 2 * Short.BYTES;
    private static final int LENGTH = 8;

    private int ports;
    private int at;
    private int end;

    /**
     * Wraps the header at {@code at}. Returns null, or the error if the header extends beyond {@code end} or its
     * length field is too small.
     */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.UDP;
        }
        int length = bytes.u16be(at + LENGTH_OFFSET);
        if (length != 0 && length < LENGTH) {
            return Malformed.UDP;
        }
        this.ports = bytes.u32be(at + PORTS_OFFSET);
        this.at = at;
        // A length of 0 means a jumbogram: the payload is the rest of the packet.
        this.end = length == 0 ? end : Math.min(end, at + length);
        return null;
    }

    /**
     * Wraps as much of the header at {@code at} as there is. If its length is incomplete or too small, nothing follows
     * the header. Returns whether the ports are there.
     */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (wrap(bytes, at, end) == null) {
            return true;
        }
        if (end - at < LENGTH_OFFSET) {
            return false;
        }
        this.ports = bytes.u32be(at + PORTS_OFFSET);
        this.at = at;
        this.end = at;
        return true;
    }

    public int sourcePort() {
        return ports >>> Short.SIZE;
    }

    public int destinationPort() {
        return ports & 0xffff;
    }

    /** Returns the offset of the payload. */
    public int payload() {
        return at + LENGTH;
    }

    /** Returns the offset after the payload. It is before the payload if nothing follows the header. */
    public int payloadEnd() {
        return end;
    }

    /**
     * Returns the port that selects the decoder of the payload: the destination port if it belongs to a known protocol,
     * otherwise the source port. If the destination port belongs to a known protocol that is not a tunnel, the source
     * port is not used.
     */
    public int payloadPort() {
        int destination = destinationPort();
        return isWellKnown(destination) ? destination : sourcePort();
    }

    private static boolean isWellKnown(int port) {
        return switch (port) {
            case 53, 67, 68, 123, 546, 547, 623, 1812, 2152, 3784, PORT_VXLAN, 5060, PORT_GENEVE, 6343 -> true;
            default -> false;
        };
    }
}
