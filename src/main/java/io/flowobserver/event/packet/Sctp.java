// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * The common header of SCTP, and the type of the first chunk (RFC 9260). Not thread-safe.
 *
 * <pre>
 *  0       1       2       3       4
 *  +---------------+---------------+
 *  |  source port  |  destination  |  0
 *  +---------------+---------------+
 *  |       verification tag        |  4
 *  +-------------------------------+
 *  |           checksum            |  8
 *  +-------------------------------+
 * </pre>
 */
public final class Sctp {
    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = SOURCE_PORT_OFFSET + Short.BYTES;
    private static final int LENGTH = 12;

    /** There is no first chunk. */
    public static final int NO_CHUNK = -1;

    private EventBytes bytes = new EventBytes();
    private int at;
    private int end;

    /** Wraps the header at {@code at}. Returns null, or the error if the header extends beyond {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.SCTP;
        }
        this.bytes = bytes;
        this.at = at;
        this.end = end;
        return null;
    }

    /** Wraps as much of the header at {@code at} as there is. Returns whether the ports are there. */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (end - at < 2 * Short.BYTES) {
            return false;
        }
        this.bytes = bytes;
        this.at = at;
        this.end = end;
        return true;
    }

    public int sourcePort() {
        return bytes.u16be(at + SOURCE_PORT_OFFSET);
    }

    public int destinationPort() {
        return bytes.u16be(at + DESTINATION_PORT_OFFSET);
    }

    /** Returns the type of the first chunk, or {@link #NO_CHUNK}. Nothing else of the chunk is checked. */
    public int chunkType() {
        return end - at > LENGTH ? bytes.u8(at + LENGTH) : NO_CHUNK;
    }
}
