// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.ring.LossNote;

/** What the ring overwrote before a stream came to it, until the client is told: at most once a second. */
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

    /** Whether a stream that is behind should tell: it may lose more, which then counts in the same note. */
    boolean isDue(long nowNanos) {
        return count > 0 && isSecondSince(firstNanos, nowNanos);
    }

    /** Whether a stream that has caught up should tell. */
    boolean isDueAtLast(long nowNanos) {
        return count > 0 && (!toldBefore || isSecondSince(toldNanos, nowNanos));
    }

    /** Everything so far, to be told now. */
    LossNote take(long nowNanos) {
        toldBefore = true;
        toldNanos = nowNanos;
        var note = new LossNote(LossNote.FLOW_RING, LossNote.NO_CPU, count, firstNanos, lastNanos);
        count = 0;
        return note;
    }

    /** Also if the clock was put back. */
    private static boolean isSecondSince(long nanos, long nowNanos) {
        return nowNanos - nanos >= INTERVAL_NANOS || nowNanos < nanos;
    }
}
