// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A rule that decides whether events tell of a connection ({@code struct filter_rule} in {@code bpf/events.h}). The first
 * rule that matches decides. If none does, events tell of it, unless there is a rule that allows.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +---------------------------------------------------------------+
 *  | network, network order, IPv4 as ::ffff:a.b.c.d (16 bytes)     |  0
 *  +---------------------------------------------------------------+
 *  | mask, network order (16 bytes)                                | 16
 *  +---------------+---------------+---------------+-------+-------+
 *  |  first port   |   last port   |   endpoint    |protoc.|action | 32, little-endian
 *  +---------------+---------------+---------------+-------+-------+
 * </pre>
 *
 * @param networkHigh first eight bytes of a network address; either end of a connection matches
 * @param maskHigh the bits of them that count
 * @param firstPort lowest port that matches, of either end
 * @param protocol number of the IP protocol, 0 for any
 * @param endpoint id of a local endpoint at either end, 0 for any
 */
public record FilterRule(
        boolean allows,
        long networkHigh,
        long networkLow,
        long maskHigh,
        long maskLow,
        int firstPort,
        int lastPort,
        int protocol,
        int endpoint) {
    static final int NETWORK_OFFSET = 0;
    static final int MASK_OFFSET = NETWORK_OFFSET + 2 * Long.BYTES;
    static final int FIRST_PORT_OFFSET = MASK_OFFSET + 2 * Long.BYTES;
    static final int LAST_PORT_OFFSET = FIRST_PORT_OFFSET + Short.BYTES;
    static final int ENDPOINT_OFFSET = LAST_PORT_OFFSET + Short.BYTES;
    static final int PROTOCOL_OFFSET = ENDPOINT_OFFSET + Short.BYTES;
    static final int ACTION_OFFSET = PROTOCOL_OFFSET + Byte.BYTES;
    static final int LENGTH = ACTION_OFFSET + Byte.BYTES;

    private static final int ALLOW = 1;
    private static final int DENY = 2;

    /** Returns the rules as the library reads them; at least one rule's bytes, which are not read if there is none. */
    static ByteBuffer write(List<FilterRule> rules) {
        ByteBuffer buffer = NativeCode.buffer(Math.max(1, rules.size()) * LENGTH);
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).write(buffer, i * LENGTH);
        }
        return buffer;
    }

    private void write(ByteBuffer buffer, int at) {
        buffer.order(ByteOrder.BIG_ENDIAN)
                .putLong(at + NETWORK_OFFSET, networkHigh)
                .putLong(at + NETWORK_OFFSET + Long.BYTES, networkLow)
                .putLong(at + MASK_OFFSET, maskHigh)
                .putLong(at + MASK_OFFSET + Long.BYTES, maskLow);
        buffer.order(ByteOrder.LITTLE_ENDIAN)
                .putShort(at + FIRST_PORT_OFFSET, (short) firstPort)
                .putShort(at + LAST_PORT_OFFSET, (short) lastPort)
                .putShort(at + ENDPOINT_OFFSET, (short) endpoint)
                .put(at + PROTOCOL_OFFSET, (byte) protocol)
                .put(at + ACTION_OFFSET, (byte) (allows ? ALLOW : DENY));
    }
}
