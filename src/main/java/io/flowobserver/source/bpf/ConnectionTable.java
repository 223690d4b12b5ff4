// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection table of the programs ({@code struct observer_table} in {@code bpf/events.h}).
 *
 * @param name {@code tcp}, {@code half_open} or {@code other}
 * @param ipVersion 4 or 6
 * @param capacity connections for which it has room; a connection has an entry for each device that it passes
 * @param entries connections in it at the last sweep
 */
public record ConnectionTable(String name, int ipVersion, int capacity, int entries) {
    static final int TABLES = 6;

    static final int TABLE_OFFSET = 0;
    static final int CAPACITY_OFFSET = TABLE_OFFSET + Integer.BYTES;
    static final int ENTRIES_OFFSET = CAPACITY_OFFSET + Integer.BYTES;
    static final int PADDING_OFFSET = ENTRIES_OFFSET + Integer.BYTES;
    static final int ENTRY_LENGTH = PADDING_OFFSET + Integer.BYTES;

    /** The names of the tables. There is one of each for each IP version. */
    public static final List<String> NAMES = List.of("tcp", "half_open", "other");

    static List<ConnectionTable> read(ByteBuffer buffer) {
        List<ConnectionTable> tables = new ArrayList<>(TABLES);
        for (int at = 0; at < TABLES * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            int number = buffer.getInt(at + TABLE_OFFSET);
            tables.add(new ConnectionTable(
                    NAMES.get(number / 2),
                    number % 2 == 0 ? 4 : 6,
                    buffer.getInt(at + CAPACITY_OFFSET),
                    buffer.getInt(at + ENTRIES_OFFSET)));
        }
        return tables;
    }
}
