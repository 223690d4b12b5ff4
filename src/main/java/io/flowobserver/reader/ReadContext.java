// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.flow.row.FlowView;
import java.util.function.LongSupplier;

/**
 * What all cursors of one thread share: the copy of the row that was read last, the time slice, and the clock. Only that
 * thread uses it.
 */
public final class ReadContext {
    private final FlowView view = new FlowView();
    private final TimeSlice slice = new TimeSlice();
    private final LongSupplier clock;
    private final LongSupplier monotonicClock;

    public ReadContext() {
        this(EpochClock::nanos, System::nanoTime);
    }

    /**
     * Creates a context with other clocks.
     *
     * @param clock returns the time in nanoseconds since 1970-01-01 UTC
     * @param monotonicClock returns nanoseconds since any moment; it is never set
     */
    ReadContext(LongSupplier clock, LongSupplier monotonicClock) {
        this.clock = clock;
        this.monotonicClock = monotonicClock;
    }

    FlowView view() {
        return view;
    }

    TimeSlice slice() {
        return slice;
    }

    long nowNanos() {
        return clock.getAsLong();
    }

    /** Returns nanoseconds since any moment, by a clock that is never set. */
    long monotonicNanos() {
        return monotonicClock.getAsLong();
    }
}
