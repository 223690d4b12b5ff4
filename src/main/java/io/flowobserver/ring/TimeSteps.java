// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers at which sequences the time of flows went back, because the wall clock was set back. Between two of them
 * the times are in order, so they can be searched by halving. Only the newest are kept; what is older than those is
 * searched as if its times were in order. The ingest thread writes, and any thread may read.
 */
public final class TimeSteps {
    static final int KEPT = 64;

    /** Times of several sources, or of a recording, are out of order by less without a clock being set back. */
    static final long JITTER_NANOS = 1_000_000_000L;

    private final AtomicLongArray sequences = new AtomicLongArray(KEPT);
    private volatile long count;
    /** The latest time since the last step. */
    private long latestNanos = Long.MIN_VALUE;

    /** Takes note of the time of the next flow, before the flow is published. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes the field
    void next(long sequence, long timeNanos) {
        if (timeNanos >= latestNanos) {
            latestNanos = timeNanos;
        } else if (timeNanos + JITTER_NANOS < latestNanos) {
            latestNanos = timeNanos;
            sequences.set((int) (count % KEPT), sequence);
            count = count + 1;
        }
    }

    /** Returns the first step behind a sequence: times before and at the step may differ. {@link Long#MAX_VALUE} if none. */
    public long after(long sequence) {
        long first = Long.MAX_VALUE;
        for (int i = kept() - 1; i >= 0; i--) {
            long step = sequences.get(i);
            if (step > sequence) {
                first = Math.min(first, step);
            }
        }
        return first;
    }

    /** Returns the last step at a sequence or before it; 0 if there is none. */
    public long upTo(long sequence) {
        long last = 0;
        for (int i = kept() - 1; i >= 0; i--) {
            long step = sequences.get(i);
            if (step <= sequence) {
                last = Math.max(last, step);
            }
        }
        return last;
    }

    private int kept() {
        return (int) Math.min(count, KEPT);
    }
}
