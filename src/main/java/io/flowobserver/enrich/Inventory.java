// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the current snapshot. One thread at a time publishes; any thread reads. */
public final class Inventory {
    private final CountDownLatch first = new CountDownLatch(1);
    private final List<Consumer<Snapshot>> listeners = new ArrayList<>();
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

    /** Waits for the first snapshot and answers whether there is one. */
    public boolean awaitFirst(Duration timeout) throws InterruptedException {
        return first.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Makes a snapshot the current one, then tells the listeners, on the calling thread. */
    public void publish(Snapshot snapshot) {
        synchronized (listeners) {
            current = snapshot;
            first.countDown();
            for (Consumer<Snapshot> listener : listeners) {
                listener.accept(snapshot);
            }
        }
    }

    /**
     * Has the listener told of the current snapshot, if there is one, and of each that follows; in order and never twice
     * at a time. A listener must not throw or wait.
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
