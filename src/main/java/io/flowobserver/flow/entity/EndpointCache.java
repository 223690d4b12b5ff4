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

    /** 0 in a free slot. */
    private long[] serials = new long[FIRST_SLOTS];

    private int[] numbers = free(FIRST_SLOTS);
    private int entries;

    /** Returns the cached number of an endpoint, or {@link #ABSENT}. */
    public int get(Endpoint endpoint) {
        long serial = endpoint.serial();
        long[] table = serials;
        int first = (int) serial & table.length - 1;
        return table[first] == serial ? numbers[first] : numbers[slot(serial)];
    }

    /** Caches a number for an endpoint. */
    public void put(Endpoint endpoint, int number) {
        long serial = endpoint.serial();
        int slot = slot(serial);
        if (serials[slot] == 0) {
            if (entries == MAX_ENTRIES) {
                clear();
            } else if (2 * (entries + 1) > serials.length) {
                grow();
            }
            slot = slot(serial);
            serials[slot] = serial;
            entries++;
        }
        numbers[slot] = number;
    }

    /** Removes all numbers. The table becomes smaller if few of its slots were in use. */
    public void clear() {
        int enough = Math.max(FIRST_SLOTS, 4 * Integer.highestOneBit(entries));
        if (2 * enough < serials.length) {
            serials = new long[enough];
            numbers = free(enough);
        } else if (entries > 0) {
            Arrays.fill(serials, 0);
            Arrays.fill(numbers, ABSENT);
        }
        entries = 0;
    }

    int entries() {
        return entries;
    }

    int slots() {
        return serials.length;
    }

    /** Returns the slot of an endpoint, or the free slot where it belongs. */
    private int slot(long serial) {
        long[] table = serials;
        int last = table.length - 1;
        int slot = (int) serial & last;
        // The next slots are likely to be taken too, so a step leads elsewhere. It is odd, so it leads to every slot.
        int step = (int) ((serial * SPREAD) >>> Integer.SIZE) | 1;
        while (table[slot] != serial && table[slot] != 0) {
            slot = slot + step & last;
        }
        return slot;
    }

    private void grow() {
        long[] oldSerials = serials;
        int[] oldNumbers = numbers;
        serials = new long[2 * oldSerials.length];
        numbers = free(2 * oldSerials.length);
        for (int i = 0; i < oldSerials.length; i++) {
            if (oldSerials[i] != 0) {
                int slot = slot(oldSerials[i]);
                serials[slot] = oldSerials[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private static int[] free(int slots) {
        int[] free = new int[slots];
        Arrays.fill(free, ABSENT);
        return free;
    }
}
