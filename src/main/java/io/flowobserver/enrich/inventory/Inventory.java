// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.enrich.snapshot.ClusterRanges;
import io.flowobserver.enrich.snapshot.NodeAddresses;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the current snapshot. Thread-safe: publishing threads are synchronized, and any thread may read. */
public final class Inventory {
    private final List<Consumer<Snapshot>> listeners = new ArrayList<>();
    private final ClusterRanges cluster;
    private Map<Integer, Link> devices = Map.of();
    private NodeAddresses node = NodeAddresses.NONE;
    private @Nullable Snapshot published;
    private volatile @Nullable Snapshot current;

    /** In this inventory nothing is the world, unless a range is said to be. */
    public Inventory() {
        this(ClusterRanges.EVERYTHING);
    }

    /** @param cluster which addresses that no snapshot lists are outside, and so the world */
    public Inventory(ClusterRanges cluster) {
        this.cluster = cluster;
    }

    /** Returns which addresses are inside the cluster. Whoever builds snapshots for this inventory uses it. */
    public ClusterRanges cluster() {
        return cluster;
    }

    /**
     * Returns the current snapshot. The ingest thread reads it once per batch.
     *
     * @throws IllegalStateException if no snapshot has been published yet
     */
    public Snapshot snapshot() {
        Snapshot snapshot = current;
        if (snapshot == null) {
            throw new IllegalStateException("no inventory snapshot was published yet");
        }
        return snapshot;
    }

    /** Makes a snapshot the current one, then calls the listeners on the calling thread. */
    public void publish(Snapshot snapshot) {
        synchronized (listeners) {
            published = snapshot;
            Snapshot named = snapshot.withDevices(devices);
            if (!node.equals(NodeAddresses.NONE)) {
                named = named.withNode(node);
            }
            current = named;
            for (Consumer<Snapshot> listener : listeners) {
                listener.accept(named);
            }
        }
    }

    /**
     * Sets the names of the host's network interfaces. Every snapshot uses them for interfaces that it has no name for.
     *
     * @param devices names by interface index
     */
    public void devices(Map<Integer, Link> devices) {
        synchronized (listeners) {
            this.devices = Map.copyOf(devices);
            if (published != null) {
                publish(published);
            }
        }
    }

    /** Sets which addresses the kernel has given this node. Every snapshot gives them to the node, unless it lists them. */
    public void node(NodeAddresses addresses) {
        synchronized (listeners) {
            this.node = addresses;
            if (published != null) {
                publish(published);
            }
        }
    }

    /**
     * Adds a listener. It is called with the current snapshot, if there is one, and with each later snapshot. Calls are
     * in order and never concurrent. A listener must not throw or block.
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

    /** Removes a listener. It is not called any more once this has returned. */
    public void removeListener(Consumer<Snapshot> listener) {
        synchronized (listeners) {
            listeners.remove(listener);
        }
    }
}
