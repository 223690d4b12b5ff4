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
 * The pods that were deleted. Series of a deleted pod are removed after a delay: until then its last flows can arrive
 * and be scraped. A pod that exists again is not removed. Thread-safe.
 */
public final class DeletedPods {
    /** The delay between the deletion of a pod and the removal of its series. */
    public static final Duration DELAY = Duration.ofSeconds(60);

    private final FlowMetrics flows;
    private final LongSupplier nanos;
    private final Map<PodName, Long> departures = new HashMap<>();
    private Set<PodName> present = Set.of();

    /** @param nanos a clock in nanoseconds, like {@link System#nanoTime} */
    public DeletedPods(FlowMetrics flows, LongSupplier nanos) {
        this.flows = flows;
        this.nanos = nanos;
    }

    /** Sets the pods that exist now. */
    public synchronized void present(Set<PodName> pods) {
        long now = nanos.getAsLong();
        for (PodName pod : present) {
            if (!pods.contains(pod)) {
                departures.putIfAbsent(pod, now);
            }
        }
        departures.keySet().removeIf(pods::contains);
        present = Set.copyOf(pods);
    }

    /** Removes the series of the pods whose delay is over. Once a second is often enough. */
    public void forgetDue() {
        flows.forget(due());
    }

    private synchronized Set<PodName> due() {
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
