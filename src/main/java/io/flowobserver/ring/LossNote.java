// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

/**
 * So many events were lost in one place.
 *
 * @param source number of {@code flow.LostEventSource}
 * @param cpu where, or {@link #NO_CPU}
 * @param count how many
 * @param firstNanos time of the first, nanoseconds since 1970-01-01 UTC
 * @param lastNanos time of the last
 */
public record LossNote(int source, int cpu, long count, long firstNanos, long lastNanos) {
    public static final int NO_CPU = -1;

    /** Numbers of {@code flow.LostEventSource}. */
    public static final int PERF_RING = 1;

    public static final int EVENTS_QUEUE = 2;
    public static final int FLOW_RING = 3;

    LossNote plus(LossNote later) {
        return new LossNote(
                source,
                cpu,
                count + later.count,
                Math.min(firstNanos, later.firstNanos),
                Math.max(lastNanos, later.lastNanos));
    }
}
