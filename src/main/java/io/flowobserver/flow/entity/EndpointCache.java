// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import java.util.Arrays;

/**
 * Caches one number for each of many endpoints, outside the endpoints, for an owner that computed it. It refers to no
 * endpoint, so it keeps none alive. For one thread.
 *
 * <p>A hash table with open addressing, keyed by {@link Endpoint#serial}. When it would exceed {@link #MAX_ENTRIES}
 * entries, it is cleared. A hit and a miss allocate nothing.
 */
public final class EndpointCache {
    /** The result if no number is cached. It cannot be cached itself. */
    public static final long ABSENT = -1;

    static final int MAX_ENTRIES = 1 << 16;

    private static final int FIRST_SLOTS = 64;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Two cells a slot, beside each other: the serial number, 0 in a free slot, and the cached number. */
    private long[] cells = free(FIRST_SLOTS);

    private int entries;

    /** Returns the cached number of an endpoint, or {@link #ABSENT}. */
    public long get(Endpoint endpoint) {
        return cells[cell(endpoint.serial()) + 1];
    }

    /** Caches a number for an endpoint. */
    public void put(Endpoint endpoint, long number) {
        int cell = cell(endpoint.serial());
        if (cells[cell] == 0) {
            if (entries == MAX_ENTRIES) {
                clear();
            } else if (2 * (entries + 1) > cells.length / 2) {
                grow();
            }
            cell = cell(endpoint.serial());
            cells[cell] = endpoint.serial();
            entries++;
        }
        cells[cell + 1] = number;
    }

    /** Removes all numbers. The table becomes smaller if few of its slots were in use. */
    public void clear() {
        int enough = Math.max(FIRST_SLOTS, 4 * Integer.highestOneBit(entries));
        if (4 * enough < cells.length) {
            cells = free(enough);
        } else if (entries > 0) {
            clear(cells);
        }
        entries = 0;
    }

    int entries() {
        return entries;
    }

    int slots() {
        return cells.length / 2;
    }

    /** Returns the first cell of an endpoint's slot, or of the free slot where it belongs. */
    private int cell(long serial) {
        long[] table = cells;
        int last = table.length - 2;
        int cell = (int) ((serial * SPREAD) >>> Integer.SIZE) & last;
        while (table[cell] != serial && table[cell] != 0) {
            cell = cell + 2 & last;
        }
        return cell;
    }

    private void grow() {
        long[] old = cells;
        cells = free(old.length);
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int cell = cell(old[i]);
                cells[cell] = old[i];
                cells[cell + 1] = old[i + 1];
            }
        }
    }

    private static long[] free(int slots) {
        long[] made = new long[2 * slots];
        clear(made);
        return made;
    }

    private static void clear(long[] cells) {
        Arrays.fill(cells, ABSENT);
        for (int i = 0; i < cells.length; i += 2) {
            cells[i] = 0;
        }
    }
}
