// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from addresses to objects. It uses open addressing with linear probing, is at most one third full, and
 * stores keys without an object per key. One thread fills it; after that it is only read.
 */
final class AddressTable<V> {
    private static final int SMALLEST = 8;
    private static final int ROOM_PER_ENTRY = 3;

    private long[] keys = new long[2 * SMALLEST];
    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put() writes values
    @Nullable
    V get(long high, long low) {
        return (V) values[slot(high, low)];
    }

    @SuppressWarnings("unchecked") // only put() writes values
    void forEach(Consumer<V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    void put(long high, long low, V value) {
        int slot = slot(high, low);
        if (values[slot] == null && ++size * ROOM_PER_ENTRY > values.length) {
            grow();
            slot = slot(high, low);
        }
        keys[2 * slot] = high;
        keys[2 * slot + 1] = low;
        values[slot] = value;
    }

    /** Returns the slot of the key, or the free slot at which the key belongs. */
    private int slot(long high, long low) {
        int mask = values.length - 1;
        int slot = SeededHash.of(high, low) & mask;
        while (values[slot] != null && (keys[2 * slot + 1] != low || keys[2 * slot] != high)) {
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
                int slot = slot(oldKeys[2 * i], oldKeys[2 * i + 1]);
                keys[2 * slot] = oldKeys[2 * i];
                keys[2 * slot + 1] = oldKeys[2 * i + 1];
                values[slot] = oldValues[i];
            }
        }
    }
}
