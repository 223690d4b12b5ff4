// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.ring.LossNote;

/**
 * Counts the flows that the ring overwrote before a cursor read them, until they are reported, at most once a second.
 * Only the cursor's thread uses it.
 */
final class MissedFlows {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private long count;
    private long firstNanos;
    private long lastNanos;
    private boolean toldBefore;
    private long toldNanos;

    void add(long lost, long nowNanos) {
        if (count == 0) {
            firstNanos = nowNanos;
        }
        count += lost;
        lastNanos = nowNanos;
    }

    boolean isPending() {
        return count > 0;
    }

    /**
     * Returns whether a cursor that is behind should report now. It waits a second, because further losses go into the
     * same note.
     */
    boolean isDue(long nowNanos) {
        return count > 0 && isSecondSince(firstNanos, nowNanos);
    }

    /** Returns whether a cursor that has read all flows should report now. */
    boolean isDueAtLast(long nowNanos) {
        return count > 0 && (!toldBefore || isSecondSince(toldNanos, nowNanos));
    }

    /** Returns all losses so far as a note, and resets the count. */
    LossNote take(long nowNanos) {
        toldBefore = true;
        toldNanos = nowNanos;
        var note = new LossNote(LossNote.FLOW_RING, LossNote.NO_CPU, count, firstNanos, lastNanos);
        count = 0;
        return note;
    }

    /** Returns whether a second has passed. True too if the clock was set back. */
    private static boolean isSecondSince(long nanos, long nowNanos) {
        return nowNanos - nanos >= INTERVAL_NANOS || nowNanos < nanos;
    }
}
