// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An Ethernet II or IEEE 802.3 header.
 *
 * <pre>
 *  0                       6                      12      14
 *  +-----------------------+-----------------------+-------+
 *  |      destination      |        source         | type  |
 *  +-----------------------+-----------------------+-------+
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class Ethernet {
    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_IPV6 = 0x86dd;
    public static final int TYPE_ETHERNET = 0x6558;
    /** A reserved type, behind which Hubble decodes an IPv4 header from 1.20 on. */
    public static final int TYPE_RESERVED = 0xffff;

    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_SERVICE_VLAN = 0x88a8;
    private static final int TAG_LENGTH = 2 * Short.BYTES;

    private static final int ADDRESS_LENGTH = 6;
    private static final int DESTINATION_OFFSET = 0;
    private static final int SOURCE_OFFSET = DESTINATION_OFFSET + ADDRESS_LENGTH;
    private static final int TYPE_OFFSET = SOURCE_OFFSET + ADDRESS_LENGTH;
    private static final int LENGTH = TYPE_OFFSET + Short.BYTES;
    /** A smaller value of the type field is the length of an 802.3 frame. */
    private static final int LEAST_TYPE = 0x600;

    /** The destination address in the high six bytes. The two low bytes are not used. */
    private long destination;
    /** The source address in the high six bytes, and the type in the two low bytes. */
    private long sourceAndType;

    private int type;
    private int payload;
    private int end;

    /** Wraps the header at {@code at}. Returns null, or the error if the header extends beyond {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.ETHERNET;
        }
        this.destination = bytes.u64be(at + DESTINATION_OFFSET);
        this.sourceAndType = bytes.u64be(at + SOURCE_OFFSET);
        this.type = (int) sourceAndType & 0xffff;
        this.payload = at + LENGTH;
        this.end = end;
        return null;
    }

    /**
     * Wraps the header at {@code at} and the VLAN tags after it (IEEE 802.1Q). The type and the payload are those after
     * the last tag that is complete. Returns whether the header is there.
     */
    public boolean wrapTagged(EventBytes bytes, int at, int end) {
        if (wrap(bytes, at, end) != null) {
            return false;
        }
        while ((type == TYPE_VLAN || type == TYPE_SERVICE_VLAN) && end - payload >= TAG_LENGTH) {
            type = bytes.u16be(payload + Short.BYTES);
            payload += TAG_LENGTH;
        }
        return true;
    }

    /**
     * Returns the Ethernet type of the payload. A value below 0x600 is an 802.3 length, and the payload is then not
     * decoded.
     */
    public int type() {
        return type;
    }

    /** Returns the source address; its first byte is in bits 47 to 40. */
    public long source() {
        return sourceAndType >>> Short.SIZE;
    }

    /** Returns the destination address; its first byte is in bits 47 to 40. */
    public long destination() {
        return destination >>> Short.SIZE;
    }

    /** Returns the offset of the payload. */
    public int payload() {
        return payload;
    }

    /** Returns the offset after the payload. */
    public int payloadEnd() {
        return type < LEAST_TYPE ? Math.min(end, payload + type) : end;
    }
}
