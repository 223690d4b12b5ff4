// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.ring.LossNote;

/**
 * Counts the flows that the ring overwrote before a cursor read them, until they are reported, at most once a second.
 * Only the cursor's thread uses it.
 *
 * <p>It remembers times of the monotonic clock ({@link System#nanoTime}), and converts them to wall-clock time for the
 * report. Otherwise a note would end before it begins if the wall clock is set back meanwhile.
 */
final class MissedFlows {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private long count;
    private long firstNanoTime;
    private long lastNanoTime;
    private boolean toldBefore;
    private long toldNanoTime;

    void add(long lost, long nanoTime) {
        if (count == 0) {
            firstNanoTime = nanoTime;
        }
        count += lost;
        lastNanoTime = nanoTime;
    }

    boolean isPending() {
        return count > 0;
    }

    /**
     * Returns whether a cursor that is behind should report now. It waits a second, because further losses go into the
     * same note.
     */
    boolean isDue(long nanoTime) {
        return count > 0 && nanoTime - firstNanoTime >= INTERVAL_NANOS;
    }

    /** Returns whether a cursor that has read all flows should report now. */
    boolean isDueAtLast(long nanoTime) {
        return count > 0 && (!toldBefore || nanoTime - toldNanoTime >= INTERVAL_NANOS);
    }

    /**
     * Returns all losses so far as a note, and resets the count.
     *
     * @param wallNanos the same moment as {@code nanoTime}, in nanoseconds since 1970-01-01 UTC
     */
    LossNote take(long nanoTime, long wallNanos) {
        long first = wallNanos - (nanoTime - firstNanoTime);
        long last = wallNanos - (nanoTime - lastNanoTime);
        var note = new LossNote(LossNote.FLOW_RING, LossNote.NO_CPU, count, first, last);
        toldBefore = true;
        toldNanoTime = nanoTime;
        count = 0;
        return note;
    }
}
