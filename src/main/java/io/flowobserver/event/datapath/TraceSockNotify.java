// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.packet.Ipv4;
import org.jspecify.annotations.Nullable;

/**
 * A socket event (message type 7) of a process that called connect, sendmsg or recvmsg. The datapath sends it before or
 * after the point at which it may replace the address of a service by that of a backend, or the reverse. Little-endian,
 * except for the address. No packet follows. Source: Cilium's {@code struct trace_sock_notify}, which is packed before
 * 1.19, and aligned from then on.
 *
 * <pre>
 *  packed
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
 *
 *  aligned
 *  +-------+-------+-------+-------+---------------+---------------+
 *  | type  | point |  l4   | flags |     port      |       0       |  0
 *  +-------+-------+-------+-------+---------------+---------------+
 *  |                         socket cookie                         |  8
 *  +---------------------------------------------------------------+
 *  |                           cgroup id                           | 16
 *  +---------------------------------------------------------------+
 *  |  destination address, network order                           | 24
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class TraceSockNotify {
    static final int TYPE_OFFSET = 0;
    static final int POINT_OFFSET = TYPE_OFFSET + Byte.BYTES;
    /** Length of the packed form. */
    static final int PACKED_LENGTH = Layout.PACKED.flags + Byte.BYTES;
    /** Length of the aligned form. */
    static final int ALIGNED_LENGTH = Layout.ALIGNED.address + 2 * Long.BYTES;

    public static final int POINT_PRE_FORWARD = 1;
    public static final int POINT_POST_FORWARD = 2;
    public static final int POINT_PRE_REVERSE = 3;
    public static final int POINT_POST_REVERSE = 4;

    public static final int PROTOCOL_TCP = 1;
    public static final int PROTOCOL_UDP = 2;

    private static final int FLAG_IPV6 = 0x01;

    /** The offsets of the fields in one of the two forms. */
    enum Layout {
        PACKED(2, 18, 20, 28, 36),
        ALIGNED(24, 4, 8, 16, 2);

        final int address;
        final int port;
        final int cookie;
        final int cgroup;
        final int protocol;
        final int flags;

        Layout(int address, int port, int cookie, int cgroup, int protocol) {
            this.address = address;
            this.port = port;
            this.cookie = cookie;
            this.cgroup = cgroup;
            this.protocol = protocol;
            this.flags = protocol + 1;
        }
    }

    private EventBytes bytes = new EventBytes();
    private Layout layout = Layout.PACKED;

    /**
     * Wraps a sample. Returns null, or the error if the event is incomplete.
     *
     * @param aligned whether the event has the form of Cilium 1.19 and later
     */
    public @Nullable Malformed wrap(EventBytes bytes, boolean aligned) {
        if (bytes.length() < (aligned ? ALIGNED_LENGTH : PACKED_LENGTH)) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        this.layout = aligned ? Layout.ALIGNED : Layout.PACKED;
        return null;
    }

    /**
     * Returns whether a sample of an unknown release has the aligned form. Both forms have the same length in a perf
     * ring. In the aligned form, the protocol, the flags and the padding have few values, and the cookie, which is
     * never 0, stands where the packed form has bytes of an address that are 0 for IPv4.
     */
    public static boolean looksAligned(EventBytes bytes) {
        if (bytes.length() < ALIGNED_LENGTH) {
            return false;
        }
        int flags = bytes.u8(Layout.ALIGNED.flags);
        return bytes.u8(Layout.ALIGNED.protocol) <= PROTOCOL_UDP
                && flags <= FLAG_IPV6
                && bytes.u16(Layout.ALIGNED.port + Short.BYTES) == 0
                && bytes.u64(Layout.ALIGNED.cookie) != 0
                && (flags == FLAG_IPV6 || hasIpv4Address(bytes));
    }

    /** Returns the translation point: {@code POINT_*} or an unknown number. */
    public int point() {
        return bytes.u8(POINT_OFFSET);
    }

    public boolean isIpv6() {
        return (bytes.u8(layout.flags) & FLAG_IPV6) != 0;
    }

    /** Returns the high half of the destination address. IPv4 has the form ::ffff:a.b.c.d. */
    public long addressHigh() {
        return isIpv6() ? bytes.u64be(layout.address) : 0;
    }

    /** Returns the low half of the destination address. */
    public long addressLow() {
        return isIpv6() ? bytes.u64be(layout.address + Long.BYTES) : Ipv4.mapped(bytes.u32be(layout.address));
    }

    /** Returns the destination port. */
    public int port() {
        return bytes.u16(layout.port);
    }

    /** Returns the kernel's socket cookie, unsigned. */
    public long cookie() {
        return bytes.u64(layout.cookie);
    }

    /** Returns the cgroup id of the process, unsigned. */
    public long cgroupId() {
        return bytes.u64(layout.cgroup);
    }

    /** Returns {@code PROTOCOL_*} or an unknown number. */
    public int protocol() {
        return bytes.u8(layout.protocol);
    }

    /** Returns whether all bytes behind an IPv4 address in the aligned form are 0. */
    private static boolean hasIpv4Address(EventBytes bytes) {
        int rest = Layout.ALIGNED.address + Integer.BYTES;
        return (bytes.u32(rest) | bytes.u64(rest + Integer.BYTES)) == 0;
    }
}
