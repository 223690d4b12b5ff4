// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.entity.PodName;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Pods that were there and are not any more. After a while, in which the last flows of theirs come in and are scraped,
 * they are due to be forgotten; one that has come back is not. Any thread.
 */
public final class DeletedPods {
    /** From a pod's departure until it is due. */
    public static final Duration DELAY = Duration.ofSeconds(60);

    private final LongSupplier nanos;
    private final Map<PodName, Long> departures = new HashMap<>();
    private Set<PodName> present = Set.of();

    /**
     * @param nanos a clock like {@link System#nanoTime}
     */
    DeletedPods(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Says which pods there are from now on. */
    synchronized void present(Set<PodName> pods) {
        long now = nanos.getAsLong();
        for (PodName pod : present) {
            if (!pods.contains(pod)) {
                departures.putIfAbsent(pod, now);
            }
        }
        departures.keySet().removeIf(pods::contains);
        present = Set.copyOf(pods);
    }

    /** Those that are due, each once. */
    synchronized Set<PodName> due() {
        long now = nanos.getAsLong();
        Set<PodName> due = new HashSet<>();
        departures.forEach((pod, since) -> {
            if (now - since >= DELAY.toNanos()) {
                due.add(pod);
            }
        });
        departures.keySet().removeAll(due);
        return due;
    }
}
