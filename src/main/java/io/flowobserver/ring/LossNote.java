// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

/**
 * A number of lost events of one source and CPU.
 *
 * @param source number of {@code flow.LostEventSource}
 * @param cpu CPU number, or {@link #NO_CPU}
 * @param count number of lost events, unsigned
 * @param firstNanos time of the first lost event, in nanoseconds since 1970-01-01 UTC; an estimate from earlier events
 *     unless {@link #FIRST_KNOWN} is set
 * @param lastNanos time of the last lost event, in the same unit; an estimate unless {@link #LAST_KNOWN} is set
 * @param known bits of {@link #FIRST_KNOWN} and {@link #LAST_KNOWN}
 */
public record LossNote(int source, int cpu, long count, long firstNanos, long lastNanos, int known) {
    /** No CPU number. It is not -1, because a report may contain -1 as its CPU number. */
    public static final int NO_CPU = Integer.MIN_VALUE;

    /** Numbers of {@code flow.LostEventSource}. */
    public static final int UNKNOWN = 0;

    public static final int PERF_RING = 1;
    public static final int EVENTS_QUEUE = 2;
    public static final int FLOW_RING = 3;

    /** How many sources there are. */
    static final int SOURCES = FLOW_RING + 1;

    /** The time of the first lost event is known. */
    public static final int FIRST_KNOWN = 1;
    /** The time of the last lost event is known. */
    public static final int LAST_KNOWN = 2;

    public LossNote {
        source = source < UNKNOWN || source > FLOW_RING ? UNKNOWN : source;
    }

    /** Creates a note with two known times. */
    public LossNote(int source, int cpu, long count, long firstNanos, long lastNanos) {
        this(source, cpu, count, firstNanos, lastNanos, FIRST_KNOWN | LAST_KNOWN);
    }

    public boolean isFirstKnown() {
        return (known & FIRST_KNOWN) != 0;
    }

    public boolean isLastKnown() {
        return (known & LAST_KNOWN) != 0;
    }

    boolean hasCpu() {
        return cpu != NO_CPU;
    }

    /** Returns the same loss without its CPU number. */
    LossNote withoutCpu() {
        return new LossNote(source, NO_CPU, count, firstNanos, lastNanos, known);
    }

    /** Returns the sum of both losses. A time is known only if it is known in both notes. */
    LossNote plus(LossNote later) {
        return new LossNote(
                source,
                cpu,
                sum(count, later.count),
                Math.min(firstNanos, later.firstNanos),
                Math.max(lastNanos, later.lastNanos),
                known & later.known);
    }

    /** Adds two unsigned numbers. On overflow, returns the largest unsigned number. */
    static long sum(long count, long more) {
        long sum = count + more;
        return Long.compareUnsigned(sum, count) < 0 ? -1L : sum;
    }
}
