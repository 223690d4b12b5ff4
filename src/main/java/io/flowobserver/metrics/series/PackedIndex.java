// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import java.util.Arrays;
import java.util.BitSet;

/** A map from {@code long} to {@code int} with open addressing. It creates no object per key. For one thread. */
public final class PackedIndex implements SeriesIndex {
    /** The result for a key that is not in the map. */
    public static final int ABSENT = -1;

    private static final int FIRST_SLOTS = 32;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[FIRST_SLOTS];
    private int[] values = filled(FIRST_SLOTS);
    private int size;

    /** Returns the value of a key, or {@link #ABSENT}. */
    public int get(long key) {
        return values[slot(key)];
    }

    /** Adds a key that is not in the map. */
    public void put(long key, int value) {
        if (2 * (size + 1) > values.length) {
            rebuild(2 * values.length, new BitSet());
        }
        add(key, value);
    }

    @Override
    public void remove(BitSet removed) {
        rebuild(values.length, removed);
    }

    private void add(long key, int value) {
        int slot = slot(key);
        keys[slot] = key;
        values[slot] = value;
        size++;
    }

    private int slot(long key) {
        int mask = values.length - 1;
        int slot = (int) ((key * SPREAD) >>> Integer.SIZE) & mask;
        while (values[slot] != ABSENT && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void rebuild(int slots, BitSet without) {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[slots];
        values = filled(slots);
        size = 0;
        for (int old = 0; old < oldValues.length; old++) {
            if (oldValues[old] != ABSENT && !without.get(oldValues[old])) {
                add(oldKeys[old], oldValues[old]);
            }
        }
    }

    private static int[] filled(int slots) {
        int[] values = new int[slots];
        Arrays.fill(values, ABSENT);
        return values;
    }
}
