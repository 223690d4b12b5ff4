// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.RingReader;

/** The rate of flows per second in the last minute, or in the time that the ring covers if that is shorter. */
public final class FlowsRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long WINDOW_NANOS = 60 * NANOS_PER_SECOND;

    private FlowsRate() {}

    /** Computes the rate. Thread-safe. */
    public static double of(FlowRing ring, long nowNanos) {
        FlowView view = new FlowView();
        RingReader reader = ring.reader();
        long oldest = reader.position();
        long written = ring.written();
        long low = oldest;
        long high = written;
        // Times in the ring never decrease, so binary search finds the start of the window.
        while (low < high) {
            long middle = low + (high - low) / 2;
            reader.seek(middle);
            boolean inWindow = reader.read(view) == RingReader.Result.OK && view.timeNanos() >= nowNanos - WINDOW_NANOS;
            high = inWindow ? middle : high;
            low = inWindow ? low : middle + 1;
        }
        if (low == written) {
            return 0;
        }
        long span = low > oldest ? WINDOW_NANOS : spanOf(reader, low, view, nowNanos);
        return (written - low) * (double) NANOS_PER_SECOND / span;
    }

    /** Returns the age of the oldest flow in nanoseconds, or a second if its time is not before now. */
    private static long spanOf(RingReader reader, long sequence, FlowView view, long nowNanos) {
        reader.seek(sequence);
        long age = reader.read(view) == RingReader.Result.OK ? nowNanos - view.timeNanos() : WINDOW_NANOS;
        return age > 0 ? age : NANOS_PER_SECOND;
    }
}
