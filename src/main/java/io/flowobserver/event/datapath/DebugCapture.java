// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A debug capture (message type 3): a packet at some point of the datapath. Little-endian. Source: Cilium's
 * {@code struct debug_capture_msg}.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------+-------+---------------+-------------------------------+
 *  | type  | point |    source     |             hash              |  0
 *  +-------+-------+---------------+---------------+---------------+
 *  |        original length        |capture length |version| ext.  |  8
 *  +-------------------------------+---------------+---------------+
 *  |          argument 1           |          argument 2           | 16
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>The packet follows at offset 24 and always starts with an Ethernet header. Not thread-safe.
 */
public final class DebugCapture {
    public static final int DELIVERY = 4;
    public static final int FROM_LOAD_BALANCER = 5;
    public static final int AFTER_NAT46 = 6;
    public static final int AFTER_NAT64 = 7;
    public static final int BEFORE_PROXY = 8;
    public static final int AFTER_PROXY = 9;
    public static final int BEFORE_SNAT = 10;
    public static final int AFTER_SNAT = 11;

    private static final int ARGUMENT_OFFSET = NotifyHeader.LENGTH;
    private static final int LENGTH = ARGUMENT_OFFSET + 2 * Integer.BYTES;

    private EventBytes bytes = new EventBytes();

    /** Wraps a sample. Returns null, or the error if the header is incomplete. */
    public @Nullable Malformed wrap(EventBytes bytes) {
        if (bytes.length() < LENGTH) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        return null;
    }

    /** Returns the point at which the packet was captured: one of the constants above, or another number. */
    public int point() {
        return bytes.u8(NotifyHeader.SUBTYPE_OFFSET);
    }

    /** Returns an interface index or a proxy port, depending on the point. */
    public int argument() {
        return bytes.u32(ARGUMENT_OFFSET);
    }

    /** Returns the offset of the packet. */
    public int packetOffset() {
        return LENGTH;
    }
}
