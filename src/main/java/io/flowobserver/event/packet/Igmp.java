// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An IGMP message; every version is read as version 2, so the group of a version 3 report has no meaning.
 * Not thread-safe.
 *
 * <pre>
 *  0       1       2       3       4               8
 *  +-------+-------+---------------+---------------+
 *  | type  |response   checksum    | group address |
 *  +-------+-------+---------------+---------------+
 * </pre>
 */
public final class Igmp {
    private static final int TYPE_OFFSET = 0;
    private static final int GROUP_OFFSET = 4;
    private static final int LENGTH = GROUP_OFFSET + Integer.BYTES;

    private EventBytes bytes = new EventBytes();
    private int at;

    /** Null if a whole message stands at {@code at}, before {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.IGMP;
        }
        this.bytes = bytes;
        this.at = at;
        return null;
    }

    public int type() {
        return bytes.u8(at + TYPE_OFFSET);
    }

    /** The group's IPv4 address, its first byte in bits 31-24. */
    public int group() {
        return bytes.u32be(at + GROUP_OFFSET);
    }
}
