// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects by uid, which they have themselves: that takes a quarter of a HashMap's memory. Uids are random, so neighbours
 * are few. Not thread-safe.
 */
final class UidTable<T extends KubeObject> {
    private static final int LEAST_SLOTS = 16;

    /** An object is in the first free slot from its home on; at least a third is free. */
    private @Nullable Object[] slots = new @Nullable Object[LEAST_SLOTS];

    private int size;

    int size() {
        return size;
    }

    @Nullable
    T get(String uid) {
        return at(find(uid));
    }

    /** Puts an object in the place of one with its uid. */
    void put(T object) {
        int slot = find(object.uid());
        boolean isNew = slots[slot] == null;
        slots[slot] = object;
        size += isNew ? 1 : 0;
        if (3 * size > 2 * slots.length) {
            grow();
        }
    }

    /** Returns the object that was removed; null if there was none. */
    @Nullable
    T remove(String uid) {
        int slot = find(uid);
        T last = at(slot);
        if (last != null) {
            size--;
            close(slot);
        }
        return last;
    }

    /** Those whose uids are not in a set. */
    List<T> without(Set<String> uids) {
        List<T> others = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            T object = at(i);
            if (object != null && !uids.contains(object.uid())) {
                others.add(object);
            }
        }
        return others;
    }

    /** Moves objects back that are behind a hole only because it was taken. */
    private void close(int empty) {
        int hole = empty;
        for (int i = next(hole); ; i = next(i)) {
            T object = at(i);
            if (object == null) {
                slots[hole] = null;
                return;
            }
            int fromHome = (i - home(object.uid())) & (slots.length - 1);
            int fromHole = (i - hole) & (slots.length - 1);
            if (fromHome >= fromHole) {
                slots[hole] = object;
                hole = i;
            }
        }
    }

    private void grow() {
        @Nullable Object[] before = slots;
        slots = new @Nullable Object[2 * before.length];
        size = 0;
        for (Object object : before) {
            if (object != null) {
                put(asObject(object));
            }
        }
    }

    /** The slot of an object, or that where it would be. */
    private int find(String uid) {
        int slot = home(uid);
        for (T object = at(slot); object != null && !object.uid().equals(uid); object = at(slot)) {
            slot = next(slot);
        }
        return slot;
    }

    private int home(String uid) {
        int hash = uid.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private @Nullable T at(int slot) {
        Object object = slots[slot];
        return object == null ? null : asObject(object);
    }

    @SuppressWarnings("unchecked") // nothing else is put in
    private T asObject(Object object) {
        return (T) object;
    }
}
