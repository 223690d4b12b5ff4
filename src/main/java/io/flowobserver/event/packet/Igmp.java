// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An IGMP message. Every version is read as version 2 (RFC 2236), so the group of a version 3 report has no meaning.
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

    /** Wraps the message at {@code at}. Returns null, or the error if the message extends beyond {@code end}. */
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

    /** Returns the IPv4 address of the group; its first byte is in bits 31 to 24. */
    public int group() {
        return bytes.u32be(at + GROUP_OFFSET);
    }
}
