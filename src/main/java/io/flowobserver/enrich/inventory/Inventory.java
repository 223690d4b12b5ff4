// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the current snapshot. One thread at a time publishes; any thread reads. */
public final class Inventory {
    private final List<Consumer<Snapshot>> listeners = new ArrayList<>();
    private Map<Integer, Link> devices = Map.of();
    private @Nullable Snapshot published;
    private volatile @Nullable Snapshot current;

    /**
     * The current snapshot; a batch of flows should read it once.
     *
     * @throws IllegalStateException if none was published yet
     */
    public Snapshot snapshot() {
        Snapshot snapshot = current;
        if (snapshot == null) {
            throw new IllegalStateException("no inventory snapshot was published yet");
        }
        return snapshot;
    }

    /** Makes a snapshot the current one, then tells the listeners, on the calling thread. */
    public void publish(Snapshot snapshot) {
        synchronized (listeners) {
            published = snapshot;
            Snapshot named = snapshot.withDevices(devices);
            current = named;
            for (Consumer<Snapshot> listener : listeners) {
                listener.accept(named);
            }
        }
    }

    /**
     * Names this host's interfaces, for all snapshots that don't.
     *
     * @param devices names by index
     */
    public void devices(Map<Integer, Link> devices) {
        synchronized (listeners) {
            this.devices = Map.copyOf(devices);
            if (published != null) {
                publish(published);
            }
        }
    }

    /**
     * Has the listener told of the current snapshot, if there is one, and of each that follows; in order, one at a
     * time. A listener must not throw or wait.
     */
    public void onChange(Consumer<Snapshot> listener) {
        synchronized (listeners) {
            listeners.add(listener);
            Snapshot snapshot = current;
            if (snapshot != null) {
                listener.accept(snapshot);
            }
        }
    }
}
