// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.serve.listen.Limits;
import java.util.concurrent.atomic.LongAdder;

/** How many streams of flows and events there are and what the rings overwrote before they came to it; any thread. */
public final class StreamCounts {
    public static final String TOO_MANY =
            "this server answers " + Limits.STREAMS + " streams of flows already; try again when one has ended";

    private final LongAdder open = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder lapped = new LongAdder();
    private final LongAdder skipped = new LongAdder();

    /** Streams that are being answered now. */
    public long open() {
        return open.sum();
    }

    /** Streams that were not answered because there were too many. */
    public long refused() {
        return refused.sum();
    }

    /** Times that a stream found overwritten what it had still to read. */
    public long lapped() {
        return lapped.sum();
    }

    /** Flows and events that streams missed so. */
    public long skipped() {
        return skipped.sum();
    }

    /** Whether there may be one more; counts a refusal if not. */
    public boolean admit() {
        boolean admitted = open.sum() < Limits.STREAMS;
        if (!admitted) {
            refused.increment();
        }
        return admitted;
    }

    void opened() {
        open.increment();
    }

    void closed() {
        open.decrement();
    }

    void lapped(long flows) {
        lapped.increment();
        skipped.add(flows);
    }
}
