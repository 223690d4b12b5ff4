// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.apiserver;

import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.watch.ResourceListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The objects as a listener knows them, by name, and what was told: {@code +name}, {@code ~name}, {@code -name}. */
final class KnownObjects<T extends KubeObject> implements ResourceListener<T> {
    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private final List<String> changes = new CopyOnWriteArrayList<>();

    Map<String, T> objects() {
        return objects;
    }

    List<String> changes() {
        return changes;
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
    public void synced() {
        changes.add("synced");
    }
}
