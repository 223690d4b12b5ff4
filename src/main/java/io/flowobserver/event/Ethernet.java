// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import org.jspecify.annotations.Nullable;

/**
 * An Ethernet II or 802.3 header.
 *
 * <pre>
 *  0                       6                      12      14
 *  +-----------------------+-----------------------+-------+
 *  |      destination      |        source         | type  |
 *  +-----------------------+-----------------------+-------+
 * </pre>
 *
 * Not thread-safe.
 */
public final class Ethernet {
    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_IPV6 = 0x86dd;
    public static final int TYPE_ETHERNET = 0x6558;

    private static final int ADDRESS_LENGTH = 6;
    private static final int DESTINATION_OFFSET = 0;
    private static final int SOURCE_OFFSET = DESTINATION_OFFSET + ADDRESS_LENGTH;
    private static final int TYPE_OFFSET = SOURCE_OFFSET + ADDRESS_LENGTH;
    private static final int LENGTH = TYPE_OFFSET + Short.BYTES;
    /** Smaller values of the type field are the length of an 802.3 frame. */
    private static final int LEAST_TYPE = 0x600;

    private EventBytes bytes = new EventBytes();
    private int at;
    private int end;
    private int type;

    /** Null if a whole header stands at {@code at}, before {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.ETHERNET;
        }
        this.bytes = bytes;
        this.at = at;
        this.end = end;
        this.type = bytes.u16be(at + TYPE_OFFSET);
        return null;
    }

    /** What follows, or an 802.3 length below 0x600, after which nothing is decoded. */
    public int type() {
        return type;
    }

    /** The source address, its first byte in bits 47-40. */
    public long source() {
        return address(SOURCE_OFFSET);
    }

    /** The destination address, its first byte in bits 47-40. */
    public long destination() {
        return address(DESTINATION_OFFSET);
    }

    public int payload() {
        return at + LENGTH;
    }

    public int payloadEnd() {
        return type < LEAST_TYPE ? Math.min(end, payload() + type) : end;
    }

    private long address(int offset) {
        // Eight bytes of the header's fourteen, the last two of which belong to what follows the address.
        return bytes.u64be(at + offset) >>> Short.SIZE;
    }
}
