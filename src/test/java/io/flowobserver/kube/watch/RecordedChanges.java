// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.object.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what a reflector tells: {@code +name}, {@code ~name}, {@code -name}, and when all is known. */
public final class RecordedChanges<T extends KubeObject> implements ResourceListener<T> {
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final Map<String, T> objects = new ConcurrentHashMap<>();

    /** What was told, in order. */
    public List<String> all() {
        return changes;
    }

    /** The objects as the listener must think that they are, by name. */
    public Map<String, T> objects() {
        return objects;
    }

    @Override
    public void changed(@Nullable T before, T now) {
        objects.put(now.name(), now);
        changes.add((before == null ? "+" : "~") + now.name());
    }

    @Override
    public void deleted(T last) {
        objects.remove(last.name(), last);
        changes.add("-" + last.name());
    }

    @Override
    public void firstSynced() {
        changes.add("first");
    }

    @Override
    public void synced() {
        changes.add("synced");
    }
}
