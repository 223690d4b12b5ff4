// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A debug message (message type 2), which only a debug build of the datapath sends: the number of a debug event, and
 * three arguments. Little-endian. No packet follows. Source: Cilium's {@code struct debug_msg}.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------+-------+---------------+-------------------------------+
 *  | type  |subtype|    source     |             hash              |  0
 *  +-------+-------+---------------+-------------------------------+
 *  |          argument 1           |          argument 2           |  8
 *  +-------------------------------+-------------------------------+
 *  |          argument 3           |                                 16
 *  +-------------------------------+
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class DebugMessage {
    static final int TYPE_OFFSET = 0;
    static final int SUBTYPE_OFFSET = TYPE_OFFSET + Byte.BYTES;
    static final int SOURCE_OFFSET = SUBTYPE_OFFSET + Byte.BYTES;
    static final int HASH_OFFSET = SOURCE_OFFSET + Short.BYTES;
    static final int ARGUMENTS_OFFSET = HASH_OFFSET + Integer.BYTES;
    /** Number of arguments. */
    public static final int ARGUMENTS = 3;

    static final int LENGTH = ARGUMENTS_OFFSET + ARGUMENTS * Integer.BYTES;

    private EventBytes bytes = new EventBytes();

    /** Wraps a sample. Returns null, or the error if the message is incomplete. */
    public @Nullable Malformed wrap(EventBytes bytes) {
        if (bytes.length() < LENGTH) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        return null;
    }

    /** Returns the datapath's number of the debug event. */
    public int subtype() {
        return bytes.u8(SUBTYPE_OFFSET);
    }

    /** Returns the id of the local endpoint whose eBPF program sent the message; 0 if none. */
    public int source() {
        return bytes.u16(SOURCE_OFFSET);
    }

    /** Returns the hash of the packet, unsigned. */
    public int hash() {
        return bytes.u32(HASH_OFFSET);
    }

    /** Returns an argument by its index, 0 to 2. The value is unsigned. */
    public int argument(int index) {
        return bytes.u32(ARGUMENTS_OFFSET + index * Integer.BYTES);
    }
}
