// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

/** Sees each flow on the ingest thread, before anybody else does. */
public interface FlowListener {
    /** Listens to nothing. */
    FlowListener NONE = row -> {};

    /** One after the other. */
    static FlowListener both(FlowListener first, FlowListener second) {
        return new FlowListener() {
            @Override
            public void batch(long nowNanos) {
                first.batch(nowNanos);
                second.batch(nowNanos);
            }

            @Override
            public void flow(FlowView row) {
                first.flow(row);
                second.flow(row);
            }
        };
    }

    /**
     * Says that flows may come, also if none does.
     *
     * @param nowNanos wall-clock time, nanoseconds since 1970-01-01 UTC
     */
    default void batch(long nowNanos) {}

    /**
     * Takes note of a flow that is complete but for its sequence. Must return at once and not throw; the row and its
     * view may change as soon as it has returned.
     */
    void flow(FlowView row);
}
