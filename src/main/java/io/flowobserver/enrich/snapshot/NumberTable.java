// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from numbers of 64 bits to objects: open addressing, linear probing, at most a third full, no object per key.
 * One thread writes; once it has published the table and writes no more, any thread may read.
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

    /** Forgets all entries and keeps the room. */
    public void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    /** Where the key is, or the free place where it would be. */
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
