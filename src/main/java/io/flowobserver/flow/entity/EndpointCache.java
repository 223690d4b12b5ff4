// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import java.util.Arrays;

/**
 * Caches one number for each of many endpoints, outside the endpoints, for an owner that computed it. It refers to no
 * endpoint, so it keeps none alive. For one thread.
 *
 * <p>A hash table with open addressing, keyed by {@link Endpoint#serial}. The endpoints of a snapshot are made one after
 * the other, so most of them lie beside each other in the table, each in its first slot. When the table would exceed
 * {@link #MAX_ENTRIES} entries, it is cleared. A look-up allocates nothing.
 */
public final class EndpointCache {
    /** The result if no number is cached. It cannot be cached itself. */
    public static final int ABSENT = -1;

    static final int MAX_ENTRIES = 1 << 16;

    private static final int FIRST_SLOTS = 64;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** In each slot a serial number, 0 if it is free, and the number beside it, so that both are in one cache line. */
    private long[] table = new long[2 * FIRST_SLOTS];

    private int entries;

    /** Returns the cached number of an endpoint, or {@link #ABSENT}. */
    public int get(Endpoint endpoint) {
        long serial = endpoint.serial();
        long[] slots = table;
        int first = (int) serial << 1 & slots.length - 1;
        int at = slots[first] == serial ? first : at(serial);
        return slots[at] == serial ? (int) slots[at + 1] : ABSENT;
    }

    /** Caches a number for an endpoint. */
    public void put(Endpoint endpoint, int number) {
        long serial = endpoint.serial();
        int at = at(serial);
        if (table[at] == 0) {
            if (entries == MAX_ENTRIES) {
                clear();
            } else if (2 * (entries + 1) > slots()) {
                grow();
            }
            at = at(serial);
            table[at] = serial;
            entries++;
        }
        table[at + 1] = number;
    }

    /** Removes all numbers. The table becomes smaller if few of its slots were in use. */
    public void clear() {
        int enough = Math.max(FIRST_SLOTS, 4 * Integer.highestOneBit(entries));
        if (2 * enough < slots()) {
            table = new long[2 * enough];
        } else if (entries > 0) {
            Arrays.fill(table, 0);
        }
        entries = 0;
    }

    int entries() {
        return entries;
    }

    int slots() {
        return table.length / 2;
    }

    /** Returns where the slot of an endpoint is in the table, or the free slot where it belongs. */
    private int at(long serial) {
        long[] slots = table;
        int last = slots.length - 1;
        int at = (int) serial << 1 & last;
        // The next slots are likely to be taken too, so a step leads elsewhere. It is odd, so it leads to every slot.
        int step = ((int) ((serial * SPREAD) >>> Integer.SIZE) | 1) << 1;
        while (slots[at] != serial && slots[at] != 0) {
            at = at + step & last;
        }
        return at;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int at = at(old[i]);
                table[at] = old[i];
                table[at + 1] = old[i + 1];
            }
        }
    }
}
