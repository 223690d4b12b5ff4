// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import io.flowobserver.event.EventBytes;

/** Receives the samples of a source. Only the thread that polls the source calls it. */
public interface EventSink {
    /**
     * Receives one sample.
     *
     * @param kind constant of {@link io.flowobserver.event.SampleKind}; other numbers are possible and must be counted
     *     as unknown
     * @param origin where the sample comes from: a constant of {@link io.flowobserver.event.SampleOrigin}, or the number
     *     of a generation of Cilium; numbers that nobody knows are possible and mean the same as unknown
     * @param cpu number of the CPU that produced the sample; -1 if there is none
     * @param timeNanos time of the event, in nanoseconds since 1970-01-01 UTC
     * @param bytes the sample, valid until this method returns
     */
    void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes);

    /**
     * Receives a report of samples that were lost before they could be delivered.
     *
     * @param lostSource number of {@code flow.LostEventSource}: 1 perf ring, 2 events queue, 3 flow ring
     * @param count number of lost samples, unsigned
     * @param firstNanos no sample was lost before this time, in nanoseconds since 1970-01-01 UTC; 0 if unknown
     * @param lastNanos no sample was lost after this time, in the same unit; 0 if unknown
     */
    void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos);

    /** Called often, whenever the source has no sample at present. Implementations can do deferred work here. */
    default void idle() {}
}
