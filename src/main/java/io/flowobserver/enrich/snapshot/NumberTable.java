// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from 64-bit numbers to objects. It uses open addressing with linear probing, is at most one third full,
 * and stores keys without an object per key. One thread writes. When it has published the table and does not write any
 * more, any thread may read.
 */
public final class NumberTable<V> {
    private static final int SMALLEST = 8;
    private static final int ROOM_PER_ENTRY = 3;

    private long[] keys = new long[SMALLEST];
    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;

    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put() writes values
    public @Nullable V get(long key) {
        return (V) values[slot(key)];
    }

    public void put(long key, V value) {
        int slot = slot(key);
        if (values[slot] == null && ++size * ROOM_PER_ENTRY > values.length) {
            grow();
            slot = slot(key);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    @SuppressWarnings("unchecked") // only put() writes values
    void forEach(BiConsumer<Long, V> action) {
        for (int slot = 0; slot < values.length; slot++) {
            if (values[slot] != null) {
                action.accept(keys[slot], (V) values[slot]);
            }
        }
    }

    /** Removes all entries and keeps the capacity. */
    public void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    /** Returns the slot of the key, or the free slot at which the key belongs. */
    private int slot(long key) {
        int mask = values.length - 1;
        int slot = SeededHash.of(key) & mask;
        while (values[slot] != null && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new Object[2 * oldValues.length];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
