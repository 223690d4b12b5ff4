// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Key and value in the eBPF map of local addresses ({@code struct address_key} and {@code struct address_value} in
 * {@code bpf/events.h}).
 *
 * <pre>
 *  0                               8                               16
 *  +---------------+---------------+---------------+---------------+
 *  | address, network order, IPv4 as ::ffff:a.b.c.d                |  key
 *  +---------------+---------------+---------------+---------------+
 *  |  endpoint id  |   identity    |                                  value, little endian
 *  +---------------+---------------+
 * </pre>
 */
final class AddressEntry {
    static final int ADDRESS_OFFSET = 0;
    static final int KEY_LENGTH = ADDRESS_OFFSET + 2 * Long.BYTES;
    static final int ENDPOINT_OFFSET = 0;
    static final int IDENTITY_OFFSET = ENDPOINT_OFFSET + Integer.BYTES;
    static final int VALUE_LENGTH = IDENTITY_OFFSET + Integer.BYTES;

    private AddressEntry() {}

    static ByteBuffer key(long high, long low) {
        return NativeCode.buffer(KEY_LENGTH)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(ADDRESS_OFFSET, high)
                .putLong(ADDRESS_OFFSET + Long.BYTES, low);
    }

    static ByteBuffer value(int endpointId, int identity) {
        return NativeCode.buffer(VALUE_LENGTH)
                .putInt(ENDPOINT_OFFSET, endpointId)
                .putInt(IDENTITY_OFFSET, identity);
    }
}
