// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.read.ParsedObject;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects that there are, by uid. After a list those that were not in it are gone. For the thread of one reflector,
 * apart from the counts.
 */
final class ResourceStore<T extends KubeObject> {
    private final UidTable<T> objects = new UidTable<>();
    private final ResourceListener<T> listener;
    /** The uids in the list that is being read; null if none is. */
    private @Nullable Set<String> listed;

    private volatile int size;
    private volatile long wrong;
    private volatile String wrongLast = "";

    ResourceStore(ResourceListener<T> listener) {
        this.listener = listener;
    }

    /** A list begins. */
    void beginList() {
        listed = new HashSet<>();
    }

    /** The list is complete. */
    void endList() {
        Set<String> seen = listed;
        listed = null;
        if (seen != null) {
            for (T object : objects.without(seen)) {
                objects.remove(object.uid());
                size = objects.size();
                listener.deleted(object);
            }
        }
        listener.synced();
    }

    /** What is in a list or new in a watch. Of a wrong object, what was known before stays. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes the fields
    void put(ParsedObject<T> parsed) {
        if (listed != null) {
            listed.add(parsed.uid());
        }
        T now = parsed.value();
        if (now == null) {
            wrong++;
            wrongLast = parsed.problem();
            return;
        }
        T before = objects.get(now.uid());
        if (!now.equals(before)) {
            objects.put(now);
            size = objects.size();
            listener.changed(before, now);
        }
    }

    void remove(ParsedObject<T> parsed) {
        T last = objects.remove(parsed.uid());
        if (last != null) {
            size = objects.size();
            listener.deleted(last);
        }
    }

    /** Any thread. */
    int size() {
        return size;
    }

    /** How many objects were wrong. Any thread. */
    long wrong() {
        return wrong;
    }

    /** What was wrong with the last one; empty if none was. Any thread. */
    String wrongLast() {
        return wrongLast;
    }
}
