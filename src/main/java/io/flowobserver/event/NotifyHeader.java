// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/** Where the fields stand that events about packets have in common. */
final class NotifyHeader {
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

    private NotifyHeader() {}
}
