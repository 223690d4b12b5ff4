// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.ring.LossNote;

/** What the ring overwrote before a stream came to it, until the client is told: once a second while it is busy. */
final class RingLoss {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private long count;
    private long firstNanos;
    private long lastNanos;

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

    boolean isDue(long nowNanos) {
        return count > 0 && nowNanos - firstNanos >= INTERVAL_NANOS;
    }

    /** Everything so far, to be told now. */
    LossNote take() {
        var note = new LossNote(LossNote.FLOW_RING, LossNote.NO_CPU, count, firstNanos, lastNanos);
        count = 0;
        return note;
    }
}
