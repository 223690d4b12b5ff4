// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;

/** The fields that events about packets have in common: where they stand, and what the first four bytes say. */
public final class NotifyHeader {
    static final int TYPE_OFFSET = 0;
    static final int SUBTYPE_OFFSET = TYPE_OFFSET + Byte.BYTES;
    static final int SOURCE_OFFSET = SUBTYPE_OFFSET + Byte.BYTES;
    static final int HASH_OFFSET = SOURCE_OFFSET + Short.BYTES;
    static final int ORIGINAL_LENGTH_OFFSET = HASH_OFFSET + Integer.BYTES;
    static final int CAPTURE_LENGTH_OFFSET = ORIGINAL_LENGTH_OFFSET + Integer.BYTES;
    static final int VERSION_OFFSET = CAPTURE_LENGTH_OFFSET + Short.BYTES;
    /** Where the common part ends. */
    static final int LENGTH = VERSION_OFFSET + Short.BYTES;

    /** Both trace and drop events have the identities of the two sides next. */
    static final int SOURCE_LABEL_OFFSET = LENGTH;

    static final int DESTINATION_LABEL_OFFSET = SOURCE_LABEL_OFFSET + Integer.BYTES;

    private static final int SUBTYPE_SHIFT = Byte.SIZE * (SUBTYPE_OFFSET - TYPE_OFFSET);
    private static final int SOURCE_SHIFT = Byte.SIZE * (SOURCE_OFFSET - TYPE_OFFSET);

    private NotifyHeader() {}

    /** The first four bytes, for the methods below. */
    public static int front(EventBytes bytes) {
        return bytes.u32(TYPE_OFFSET);
    }

    /** One of {@code MessageType}'s. */
    public static int type(int front) {
        return front & 0xff;
    }

    /** What the type makes of it: a reason, a point, or nothing. */
    public static int subtype(int front) {
        return front >>> SUBTYPE_SHIFT & 0xff;
    }

    /** Id of the local endpoint whose program reported, 0 if none. */
    public static int source(int front) {
        return front >>> SOURCE_SHIFT;
    }
}
