// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A UDP header. Not thread-safe.
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

    /** Null if a whole header with a possible length stands at {@code at}, before {@code end}. */
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
        // 0 stands for a jumbogram: all that is left.
        this.end = length == 0 ? end : Math.min(end, at + length);
        return null;
    }

    public int sourcePort() {
        return ports >>> Short.SIZE;
    }

    public int destinationPort() {
        return ports & 0xffff;
    }

    public int payload() {
        return at + LENGTH;
    }

    public int payloadEnd() {
        return end;
    }

    /**
     * The port that says what the payload is: the destination's if it belongs to a known protocol, else the source's.
     * A known protocol that is no tunnel still keeps the source port from being asked.
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
