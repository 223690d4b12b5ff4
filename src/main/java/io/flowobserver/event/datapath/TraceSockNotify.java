// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.packet.Ipv4;
import org.jspecify.annotations.Nullable;

/**
 * A socket event (message type 7): a process called connect, sendmsg or recvmsg, and the address of a service was or
 * was not replaced by that of a backend. Packed, little endian but for the address; no packet follows.
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
 * Not thread-safe.
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

    /** Null if the sample holds a whole event, else what is wrong with it. */
    public @Nullable Malformed wrap(EventBytes bytes) {
        if (bytes.length() < LENGTH) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        return null;
    }

    /** Where in the translation the event was made, {@code POINT_*} or a number that is not known. */
    public int point() {
        return bytes.u8(POINT_OFFSET);
    }

    public boolean isIpv6() {
        return (bytes.u8(FLAGS_OFFSET) & FLAG_IPV6) != 0;
    }

    /** High half of the destination address, in the form ::ffff:a.b.c.d for IPv4. */
    public long addressHigh() {
        return isIpv6() ? bytes.u64be(ADDRESS_OFFSET) : 0;
    }

    /** Low half of the destination address. */
    public long addressLow() {
        return isIpv6() ? bytes.u64be(ADDRESS_OFFSET + Long.BYTES) : Ipv4.mapped(bytes.u32be(ADDRESS_OFFSET));
    }

    /** The destination port. */
    public int port() {
        return bytes.u16(PORT_OFFSET);
    }

    /** The kernel's number of the socket; unsigned. */
    public long cookie() {
        return bytes.u64(COOKIE_OFFSET);
    }

    /** The cgroup of the process; unsigned. */
    public long cgroupId() {
        return bytes.u64(CGROUP_OFFSET);
    }

    /** {@code PROTOCOL_*}, or a number that is not known. */
    public int protocol() {
        return bytes.u8(PROTOCOL_OFFSET);
    }
}
