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

    public ReadContext() {
        this(EpochClock::nanos);
    }

    /** @param clock returns the time in nanoseconds since 1970-01-01 UTC */
    ReadContext(LongSupplier clock) {
        this.clock = clock;
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
}
