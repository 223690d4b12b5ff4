// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;

/**
 * The header that all events with a packet share (Cilium's {@code NOTIFY_CAPTURE_HDR}): field offsets, and the fields
 * in the first four bytes.
 */
public final class NotifyHeader {
    static final int TYPE_OFFSET = 0;
    static final int SUBTYPE_OFFSET = TYPE_OFFSET + Byte.BYTES;
    static final int SOURCE_OFFSET = SUBTYPE_OFFSET + Byte.BYTES;
    static final int HASH_OFFSET = SOURCE_OFFSET + Short.BYTES;
    static final int ORIGINAL_LENGTH_OFFSET = HASH_OFFSET + Integer.BYTES;
    static final int CAPTURE_LENGTH_OFFSET = ORIGINAL_LENGTH_OFFSET + Integer.BYTES;
    static final int VERSION_OFFSET = CAPTURE_LENGTH_OFFSET + Short.BYTES;
    /** Length of the common header. */
    static final int LENGTH = VERSION_OFFSET + Short.BYTES;

    /** Trace and drop events continue with the identities of source and destination. */
    static final int SOURCE_LABEL_OFFSET = LENGTH;

    static final int DESTINATION_LABEL_OFFSET = SOURCE_LABEL_OFFSET + Integer.BYTES;

    private static final int SUBTYPE_SHIFT = Byte.SIZE * (SUBTYPE_OFFSET - TYPE_OFFSET);
    private static final int SOURCE_SHIFT = Byte.SIZE * (SOURCE_OFFSET - TYPE_OFFSET);

    private NotifyHeader() {}

    /**
     * Returns the version of the header.
     *
     * @param extensible whether the second byte is the version of an extension, as from Cilium 1.19 on, and not part of
     *     this number. Cilium's extension has no bytes, whatever its version is; {@link TraceCounts} is one of ours.
     */
    static int version(EventBytes bytes, boolean extensible) {
        return extensible ? bytes.u8(VERSION_OFFSET) : bytes.u16(VERSION_OFFSET);
    }

    /** Returns the version of the extension, which is 0 if there is none. */
    static int extension(EventBytes bytes) {
        return bytes.u8(VERSION_OFFSET + Byte.BYTES);
    }

    /** Returns the number of bytes of the packet that were captured. */
    public static int captured(EventBytes bytes) {
        return bytes.u16(CAPTURE_LENGTH_OFFSET);
    }

    /** Returns the first four bytes of the sample as an int, the argument of the methods below. */
    public static int front(EventBytes bytes) {
        return bytes.u32(TYPE_OFFSET);
    }

    /** Returns the event type, a constant of {@code MessageType}. */
    public static int type(int front) {
        return front & 0xff;
    }

    /** Returns the sub-type. Its meaning depends on the type: a drop reason, an observation point, or nothing. */
    public static int subtype(int front) {
        return front >>> SUBTYPE_SHIFT & 0xff;
    }

    /** Returns the id of the local endpoint whose eBPF program sent the event; 0 if none. */
    public static int source(int front) {
        return front >>> SOURCE_SHIFT;
    }
}
