// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.RingReader;

/** Flows per second over the last minute, or over what the ring covers if that is less. */
public final class FlowsRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long WINDOW_NANOS = 60 * NANOS_PER_SECOND;

    private FlowsRate() {}

    public static double of(FlowRing ring, long nowNanos) {
        FlowView view = new FlowView();
        RingReader reader = ring.reader();
        long oldest = reader.position();
        long written = ring.written();
        long low = oldest;
        long high = written;
        // The ring's clock never runs backwards, so the window's edge is found by halving.
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

    /** Age of the oldest flow; a second if the clock says it is not older than now. */
    private static long spanOf(RingReader reader, long sequence, FlowView view, long nowNanos) {
        reader.seek(sequence);
        long age = reader.read(view) == RingReader.Result.OK ? nowNanos - view.timeNanos() : WINDOW_NANOS;
        return age > 0 ? age : NANOS_PER_SECOND;
    }
}
