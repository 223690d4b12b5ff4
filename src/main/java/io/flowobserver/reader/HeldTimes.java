// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.RingReader;
import java.util.OptionalLong;

/** From when to when the flows are that a ring holds, in nanoseconds since 1970-01-01 UTC. Any thread. */
public final class HeldTimes {
    /** The writer may overwrite what is about to be read, but hardly several times in a row. */
    private static final int TRIES = 4;

    private HeldTimes() {}

    /** Returns the time of the oldest flow; empty if there are no flows. */
    public static OptionalLong oldest(FlowRing ring) {
        FlowView flow = new FlowView();
        RingReader reader = ring.reader();
        for (int i = 0; i < TRIES; i++) {
            if (reader.read(flow) == RingReader.Result.OK) {
                return OptionalLong.of(flow.timeNanos());
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the time of the flow that was written last; empty if there are no flows. */
    public static OptionalLong newest(FlowRing ring) {
        FlowView flow = new FlowView();
        RingReader reader = ring.reader();
        for (int i = 0; i < TRIES && ring.written() > 0; i++) {
            reader.seek(ring.written() - 1);
            if (reader.read(flow) == RingReader.Result.OK) {
                return OptionalLong.of(flow.timeNanos());
            }
        }
        return OptionalLong.empty();
    }
}
