// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A VRRP advertisement. Every version is read as version 2 (RFC 3768), because the API describes only that version. Not
 * thread-safe.
 *
 * <pre>
 *  0       1       2       3       4
 *  +---+---+-------+-------+-------+
 *  |ver|typ|router |priorty| count |  0
 *  +---+---+-------+-------+-------+
 *  | auth  |interv.|   checksum    |  4
 *  +-------+-------+---------------+
 *  |   count IPv4 addresses ...    |  8
 *  +-------------------------------+
 * </pre>
 */
public final class Vrrp {
    /** The only message type of VRRP. */
    static final int ADVERTISEMENT = 1;

    private static final int TYPE_OFFSET = 0;
    private static final int ROUTER_OFFSET = TYPE_OFFSET + Byte.BYTES;
    private static final int PRIORITY_OFFSET = ROUTER_OFFSET + Byte.BYTES;
    private static final int COUNT_OFFSET = PRIORITY_OFFSET + Byte.BYTES;
    private static final int LENGTH = 8;

    private EventBytes bytes = new EventBytes();
    private int at;

    /**
     * Wraps the message at {@code at}. Returns null, or the error if the advertisement and its addresses extend
     * beyond {@code end}.
     */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        int available = end - at;
        if (available < LENGTH || (bytes.u8(at + TYPE_OFFSET) & 0x0f) != ADVERTISEMENT) {
            return Malformed.VRRP;
        }
        int addresses = bytes.u8(at + COUNT_OFFSET);
        if (addresses == 0 || available < LENGTH + addresses * Integer.BYTES) {
            return Malformed.VRRP;
        }
        this.bytes = bytes;
        this.at = at;
        return null;
    }

    /** Wraps the advertisement at {@code at}, whether or not its addresses are there. Returns whether it is one. */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH || (bytes.u8(at + TYPE_OFFSET) & 0x0f) != ADVERTISEMENT) {
            return false;
        }
        this.bytes = bytes;
        this.at = at;
        return true;
    }

    public int type() {
        return bytes.u8(at + TYPE_OFFSET) & 0x0f;
    }

    public int routerId() {
        return bytes.u8(at + ROUTER_OFFSET);
    }

    public int priority() {
        return bytes.u8(at + PRIORITY_OFFSET);
    }
}
