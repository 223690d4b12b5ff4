// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.RingReader;

/**
 * Flows per second over the last minute, or over the time that the ring covers if that is less. Right while the writer
 * goes on: rows that are overwritten during the calculation are left out of both the number and the time.
 */
public final class FlowsRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long WINDOW_NANOS = 60 * NANOS_PER_SECOND;

    /** The oldest rows of a full ring are overwritten first; this share of them is not looked at. */
    private static final int MARGIN_SHARE = 16;

    /** Tries to read a row before it is overwritten. Each try begins a margin further away from the writer. */
    private static final int TRIES = MARGIN_SHARE;

    /** The result when the writer went once around the ring during the calculation. */
    private static final double LAPPED = -1;

    private final FlowRing ring;
    private final RingReader reader;
    private final FlowView view = new FlowView();
    private final long written;
    private final long nowNanos;

    private FlowsRate(FlowRing ring, long nowNanos) {
        this.ring = ring;
        this.reader = ring.reader();
        this.written = ring.written();
        this.nowNanos = nowNanos;
    }

    /**
     * Calculates the rate. Any thread.
     *
     * @param nowNanos nanoseconds since 1970-01-01 UTC
     */
    public static double of(FlowRing ring, long nowNanos) {
        double rate = LAPPED;
        for (int i = 0; i < TRIES && rate == LAPPED; i++) {
            rate = new FlowsRate(ring, nowNanos).perSecond();
        }
        return Math.max(0, rate);
    }

    private double perSecond() {
        // Times before a step of the clock say nothing about the present.
        long oldest = Math.max(ring.steps().upTo(written), written - ring.capacity());
        long low = oldest;
        long high = written;
        boolean coversWindow = false;
        // The time of rows does not decrease after the last step, so a binary search finds the edge of the window.
        while (low < high) {
            long middle = low + (high - low) / 2;
            boolean readable = read(middle);
            if (readable && view.timeNanos() >= nowNanos - WINDOW_NANOS) {
                high = middle;
            } else {
                coversWindow |= readable;
                low = middle + 1;
            }
        }
        if (coversWindow) {
            return (written - low) * (double) NANOS_PER_SECOND / WINDOW_NANOS;
        }
        return written == 0 ? 0 : sinceOldest(oldest);
    }

    /** The rate over the time that the ring covers, without the rows that are about to be overwritten. */
    private double sinceOldest(long oldest) {
        long margin = ring.capacity() / MARGIN_SHARE;
        long from = oldest;
        for (int i = 0; i < TRIES; i++) {
            if (read(from)) {
                return rateFrom(from, view.timeNanos());
            }
            from = Math.min(written - 1, reader.position() + margin);
        }
        return LAPPED;
    }

    private double rateFrom(long from, long fromNanos) {
        long age = nowNanos - fromNanos;
        // A fast writer publishes in batches, so the newest row may be some milliseconds old, and the time between two
        // rows is exact. Where flows are rare, the time since the newest row counts too.
        if (read(written - 1) && nowNanos - view.timeNanos() < NANOS_PER_SECOND && view.timeNanos() > fromNanos) {
            return (written - 1 - from) * (double) NANOS_PER_SECOND / (view.timeNanos() - fromNanos);
        }
        return (written - from) * (double) NANOS_PER_SECOND / (age > 0 ? age : NANOS_PER_SECOND);
    }

    private boolean read(long sequence) {
        reader.seek(sequence);
        return reader.read(view) == RingReader.Result.OK;
    }
}
