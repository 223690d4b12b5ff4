// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import io.flowobserver.event.EventBytes;

/** Takes what a source delivers, on the source's polling thread. */
public interface EventSink {
    /**
     * One sample.
     *
     * @param kind a {@link io.flowobserver.event.SampleKind}; other numbers can occur and are to be counted as unknown
     * @param cpu where it happened, -1 if that has no meaning
     * @param timeNanos when it happened, nanoseconds since the epoch
     * @param bytes the sample; valid until this method returns
     */
    void event(int kind, int cpu, long timeNanos, EventBytes bytes);

    /**
     * Samples that were lost before they could be delivered.
     *
     * @param lostSource number of the {@code LostEventSource} in the API: 1 perf ring, 2 events queue, 3 flow ring
     * @param count how many, unsigned
     * @param firstNanos not before this time, nanoseconds since the epoch; 0 if unknown
     * @param lastNanos not after this time; 0 if unknown
     */
    void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos);

    /** Nothing more is there at present: a good moment for what can wait. Called often. */
    default void idle() {}
}
