// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A VXLAN header; an Ethernet frame follows whatever its flags say. Not thread-safe.
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

    /** Null if a whole header stands at {@code at}, before {@code end}. */
    public @Nullable Malformed wrap(int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.VXLAN;
        }
        payload = at + LENGTH;
        return null;
    }

    public int payload() {
        return payload;
    }
}
