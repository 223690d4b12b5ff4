// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

/**
 * So many events were lost in one place.
 *
 * @param source number of {@code flow.LostEventSource}
 * @param cpu where, or {@link #NO_CPU}
 * @param count how many; unsigned
 * @param firstNanos time of the first, nanoseconds since 1970-01-01 UTC; if that is not known, of what came before
 * @param lastNanos time of the last, in the same way
 * @param known which of the two times are known: {@link #FIRST_KNOWN}, {@link #LAST_KNOWN}, both or none
 */
public record LossNote(int source, int cpu, long count, long firstNanos, long lastNanos, int known) {
    /** Any number that the reports use may be a CPU's, -1 too. */
    public static final int NO_CPU = Integer.MIN_VALUE;

    /** Numbers of {@code flow.LostEventSource}. */
    public static final int UNKNOWN = 0;

    public static final int PERF_RING = 1;
    public static final int EVENTS_QUEUE = 2;
    public static final int FLOW_RING = 3;

    public static final int FIRST_KNOWN = 1;
    public static final int LAST_KNOWN = 2;

    public LossNote {
        source = source < UNKNOWN || source > FLOW_RING ? UNKNOWN : source;
    }

    /** With both times known. */
    public LossNote(int source, int cpu, long count, long firstNanos, long lastNanos) {
        this(source, cpu, count, firstNanos, lastNanos, FIRST_KNOWN | LAST_KNOWN);
    }

    public boolean isFirstKnown() {
        return (known & FIRST_KNOWN) != 0;
    }

    public boolean isLastKnown() {
        return (known & LAST_KNOWN) != 0;
    }

    /** Both losses as one; of their times only those are known that are known of both. */
    LossNote plus(LossNote later) {
        return new LossNote(
                source,
                cpu,
                sum(count, later.count),
                Math.min(firstNanos, later.firstNanos),
                Math.max(lastNanos, later.lastNanos),
                known & later.known);
    }

    /** The largest number instead of a sum beyond it. */
    static long sum(long count, long more) {
        long sum = count + more;
        return Long.compareUnsigned(sum, count) < 0 ? -1L : sum;
    }
}
