// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.packet.Ipv4;
import org.jspecify.annotations.Nullable;

/**
 * A socket event (message type 7) of a process that called connect, sendmsg or recvmsg. The datapath sends it before or
 * after the point at which it may replace the address of a service by that of a backend, or the reverse. The struct is
 * packed and little-endian, except for the address. No packet follows. Source: Cilium's
 * {@code struct trace_sock_notify}.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------+-------+-----------------------------------------------+
 *  | type  | point |  destination address, network order           |  0
 *  +-------+-------+                                               |
 *  |                                                               |  8
 *  +---------------+---------------+-------------------------------+
 *  |               |     port      |         socket cookie         | 16
 *  +---------------+---------------+-------------------------------+
 *  |                               |           cgroup id           | 24
 *  +-------------------------------+-------+-------+---------------+
 *  |                               |  l4   | flags |                 32
 *  +-------------------------------+-------+-------+
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class TraceSockNotify {
    static final int TYPE_OFFSET = 0;
    static final int POINT_OFFSET = TYPE_OFFSET + Byte.BYTES;
    static final int ADDRESS_OFFSET = POINT_OFFSET + Byte.BYTES;
    static final int PORT_OFFSET = ADDRESS_OFFSET + 2 * Long.BYTES;
    static final int COOKIE_OFFSET = PORT_OFFSET + Short.BYTES;
    static final int CGROUP_OFFSET = COOKIE_OFFSET + Long.BYTES;
    static final int PROTOCOL_OFFSET = CGROUP_OFFSET + Long.BYTES;
    static final int FLAGS_OFFSET = PROTOCOL_OFFSET + Byte.BYTES;
    static final int LENGTH = FLAGS_OFFSET + Byte.BYTES;

    public static final int POINT_PRE_FORWARD = 1;
    public static final int POINT_POST_FORWARD = 2;
    public static final int POINT_PRE_REVERSE = 3;
    public static final int POINT_POST_REVERSE = 4;

    public static final int PROTOCOL_TCP = 1;
    public static final int PROTOCOL_UDP = 2;

    private static final int FLAG_IPV6 = 0x01;

    private EventBytes bytes = new EventBytes();

    /** Wraps a sample. Returns null, or the error if the event is incomplete. */
    public @Nullable Malformed wrap(EventBytes bytes) {
        if (bytes.length() < LENGTH) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        return null;
    }

    /** Returns the translation point: {@code POINT_*} or an unknown number. */
    public int point() {
        return bytes.u8(POINT_OFFSET);
    }

    public boolean isIpv6() {
        return (bytes.u8(FLAGS_OFFSET) & FLAG_IPV6) != 0;
    }

    /** Returns the high half of the destination address. IPv4 has the form ::ffff:a.b.c.d. */
    public long addressHigh() {
        return isIpv6() ? bytes.u64be(ADDRESS_OFFSET) : 0;
    }

    /** Returns the low half of the destination address. */
    public long addressLow() {
        return isIpv6() ? bytes.u64be(ADDRESS_OFFSET + Long.BYTES) : Ipv4.mapped(bytes.u32be(ADDRESS_OFFSET));
    }

    /** Returns the destination port. */
    public int port() {
        return bytes.u16(PORT_OFFSET);
    }

    /** Returns the kernel's socket cookie, unsigned. */
    public long cookie() {
        return bytes.u64(COOKIE_OFFSET);
    }

    /** Returns the cgroup id of the process, unsigned. */
    public long cgroupId() {
        return bytes.u64(CGROUP_OFFSET);
    }

    /** Returns {@code PROTOCOL_*} or an unknown number. */
    public int protocol() {
        return bytes.u8(PROTOCOL_OFFSET);
    }
}
