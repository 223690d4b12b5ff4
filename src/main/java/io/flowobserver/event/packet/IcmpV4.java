// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An ICMP header (RFC 792): type, code, checksum, and four bytes that depend on the type. Not thread-safe.
 *
 * <pre>
 *  0       1       2       3       4               8
 *  +-------+-------+---------------+---------------+
 *  | type  | code  |   checksum    |    by type    |
 *  +-------+-------+---------------+---------------+
 * </pre>
 */
public final class IcmpV4 {
    private static final int TYPE_OFFSET = 0;
    private static final int CODE_OFFSET = TYPE_OFFSET + Byte.BYTES;
    private static final int CHECKSUM_END = 4;
    private static final int LENGTH = 8;

    private EventBytes bytes = new EventBytes();
    private int at;

    /** Wraps the header at {@code at}. Returns null, or the error if the header extends beyond {@code end}. */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.ICMP;
        }
        this.bytes = bytes;
        this.at = at;
        return null;
    }

    /** Wraps the header at {@code at} if its first half is there, which all types have in common. */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (end - at < CHECKSUM_END) {
            return false;
        }
        this.bytes = bytes;
        this.at = at;
        return true;
    }

    public int type() {
        return bytes.u8(at + TYPE_OFFSET);
    }

    public int code() {
        return bytes.u8(at + CODE_OFFSET);
    }
}
