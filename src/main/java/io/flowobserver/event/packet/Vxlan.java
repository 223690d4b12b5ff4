// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

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
    private static final int LENGTH = 8;

    private int payload;

    /** Wraps the header at {@code at}. Returns null, or the error if the header extends beyond {@code end}. */
    public @Nullable Malformed wrap(int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.VXLAN;
        }
        payload = at + LENGTH;
        return null;
    }

    /** Returns the offset of the payload. */
    public int payload() {
        return payload;
    }
}
