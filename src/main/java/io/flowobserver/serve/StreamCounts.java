// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import java.util.concurrent.atomic.LongAdder;

/** How many streams of flows and events there are and what the rings overwrote before they came to it; any thread. */
public final class StreamCounts {
    private final LongAdder open = new LongAdder();
    private final LongAdder lapped = new LongAdder();
    private final LongAdder skipped = new LongAdder();

    /** Streams that are being answered now. */
    public long open() {
        return open.sum();
    }

    /** Times that a stream found overwritten what it had still to read. */
    public long lapped() {
        return lapped.sum();
    }

    /** Flows and events that streams missed so. */
    public long skipped() {
        return skipped.sum();
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
