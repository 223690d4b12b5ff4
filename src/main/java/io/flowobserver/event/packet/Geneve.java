// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A Geneve header with its options (RFC 8926). Not thread-safe.
 *
 * <pre>
 *  0       1       2       3       4                       7       8
 *  +--+----+-------+---------------+-----------------------+-------+
 *  |v |optl| flags | protocol type |  network identifier   |       |  0
 *  +--+----+-------+---------------+-----------------------+-------+
 *  | option class  | type  |...len |  4 * len bytes of data ...       8
 *  +---------------+-------+-------+----
 * </pre>
 */
public final class Geneve {
    private static final int OPTIONS_LENGTH_OFFSET = 0;
    private static final int PROTOCOL_OFFSET = 2;
    private static final int IDENTIFIER_OFFSET = 4;
    private static final int LENGTH = 8;
    private static final int OPTION_HEADER_LENGTH = 4;
    private static final int OPTION_LENGTH_OFFSET = 3;

    private EventBytes bytes = new EventBytes();
    private int at;
    private int payload;

    /**
     * Wraps the header at {@code at}. Returns null, or the error if the header and its options extend beyond
     * {@code end}.
     */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.GENEVE;
        }
        int optionsEnd = at + LENGTH + (bytes.u8(at + OPTIONS_LENGTH_OFFSET) & 0x3f) * Integer.BYTES;
        if (optionsEnd > end) {
            return Malformed.GENEVE;
        }
        int next = at + LENGTH;
        // The last option may extend beyond the length of the options. The payload then starts after that option.
        while (next < optionsEnd) {
            if (end - next < OPTION_HEADER_LENGTH) {
                return Malformed.GENEVE;
            }
            next += OPTION_HEADER_LENGTH + (bytes.u8(next + OPTION_LENGTH_OFFSET) & 0x1f) * Integer.BYTES;
            if (next > end) {
                return Malformed.GENEVE;
            }
        }
        this.bytes = bytes;
        this.at = at;
        this.payload = next;
        return null;
    }

    /** Returns the Ethernet type of the payload. */
    public int protocol() {
        return bytes.u16be(at + PROTOCOL_OFFSET);
    }

    /** Returns the network identifier, 24 bits. */
    public int identifier() {
        return bytes.u32be(at + IDENTIFIER_OFFSET) >>> Byte.SIZE;
    }

    /** Returns the offset of the payload. */
    public int payload() {
        return payload;
    }
}
