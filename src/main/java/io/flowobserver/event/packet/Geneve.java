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
    /** The last byte of the header is reserved, and Hubble's decoder does not need it. */
    private static final int USED_LENGTH = 7;

    private static final int OPTION_HEADER_LENGTH = 4;
    private static final int OPTION_LENGTH_OFFSET = 3;
    private static final int OFFSET_MASK = 0xff;

    private EventBytes bytes = new EventBytes();
    private int at;
    private int payload;

    /**
     * Wraps the header at {@code at}, and finds the payload as Hubble's decoder does. Returns null, or the error if the
     * header and its options extend beyond {@code end}.
     *
     * <p>That decoder counts the offset in eight bits. With 248 bytes of options or more it goes on at the start of the
     * header, so that the payload overlaps the header. The last option may extend beyond the length of the options; the
     * payload then starts after that option.
     */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        int available = end - at;
        if (available < USED_LENGTH || available < USED_LENGTH + optionsLength(bytes, at)) {
            return Malformed.GENEVE;
        }
        int offset = LENGTH;
        for (int left = optionsLength(bytes, at); left > 0; ) {
            if (available - offset < OPTION_HEADER_LENGTH) {
                return Malformed.GENEVE;
            }
            int words = bytes.u8(at + offset + OPTION_LENGTH_OFFSET) & 0x1f;
            int length = OPTION_HEADER_LENGTH + words * Integer.BYTES;
            if (available - offset < length) {
                return Malformed.GENEVE;
            }
            left -= length;
            offset = offset + length & OFFSET_MASK;
        }
        if (offset > available) {
            return Malformed.GENEVE;
        }
        this.bytes = bytes;
        this.at = at;
        this.payload = at + offset;
        return null;
    }

    /**
     * Wraps the header at {@code at} without looking at its options. The payload, which starts after them, may be beyond
     * the end. Returns whether the header is there.
     */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return false;
        }
        this.bytes = bytes;
        this.at = at;
        this.payload = at + LENGTH + optionsLength(bytes, at);
        return true;
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

    private static int optionsLength(EventBytes bytes, int at) {
        return (bytes.u8(at + OPTIONS_LENGTH_OFFSET) & 0x3f) * Integer.BYTES;
    }
}
