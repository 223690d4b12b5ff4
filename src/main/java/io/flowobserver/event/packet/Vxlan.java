// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A VXLAN header (RFC 7348). An Ethernet frame follows, whatever the flags are. Not thread-safe.
 *
 * <pre>
 *  0       1                       4                       7       8
 *  +-------+-----------------------+-----------------------+-------+
 *  | flags |       reserved        |  network identifier   |       |
 *  +-------+-----------------------+-----------------------+-------+
 * </pre>
 */
public final class Vxlan {
    private static final int IDENTIFIER_OFFSET = 4;
    private static final int LENGTH = 8;

    private EventBytes bytes = new EventBytes();
    private int at;

    /** Wraps the header at {@code at}. Returns null, or the error if the header extends beyond {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.VXLAN;
        }
        this.bytes = bytes;
        this.at = at;
        return null;
    }

    /** Returns the network identifier, 24 bits. It is returned even if the flags say that there is none. */
    public int identifier() {
        return bytes.u32be(at + IDENTIFIER_OFFSET) >>> Byte.SIZE;
    }

    /** Returns the offset of the payload. */
    public int payload() {
        return at + LENGTH;
    }
}
