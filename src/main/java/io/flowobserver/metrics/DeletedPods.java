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
 * Pods that were there and are not any more. The series that name them go after a while, in which their last flows come
 * in and are scraped; those of a pod that has come back stay. Any thread.
 */
public final class DeletedPods {
    /** From a pod's departure until its series go. */
    public static final Duration DELAY = Duration.ofSeconds(60);

    private final FlowMetrics flows;
    private final LongSupplier nanos;
    private final Map<PodName, Long> departures = new HashMap<>();
    private Set<PodName> present = Set.of();

    /**
     * @param nanos a clock like {@link System#nanoTime}
     */
    public DeletedPods(FlowMetrics flows, LongSupplier nanos) {
        this.flows = flows;
        this.nanos = nanos;
    }

    /** Says which pods there are from now on. */
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

    /** Removes the series of the pods that are due. Should be called once a second or so. */
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
