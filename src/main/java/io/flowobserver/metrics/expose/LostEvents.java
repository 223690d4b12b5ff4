// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The metric {@code hubble_lost_events_total}: the number of losses by place. One loss can be many events. Any thread
 * may call the suppliers.
 *
 * @param perfRing loss notes for perf rings that were full
 * @param eventsQueue events for which a queue before the pipeline had no room
 * @param flowRing times that a reader found its flows overwritten; not shown while it is 0
 */
public record LostEvents(LongSupplier perfRing, LongSupplier eventsQueue, LongSupplier flowRing) implements Collector {
    private static final MetricMetadata METADATA = new MetricMetadata("hubble_lost_events", "Number of lost events");

    @Override
    public String getPrometheusName() {
        return METADATA.getPrometheusName();
    }

    @Override
    public MetricSnapshot collect() {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        points.add(point("perf_event_ring_buffer", perfRing.getAsLong()));
        points.add(point("observer_events_queue", eventsQueue.getAsLong()));
        long overwritten = flowRing.getAsLong();
        if (overwritten > 0) {
            points.add(point("hubble_ring_buffer", overwritten));
        }
        return new CounterSnapshot(METADATA, points);
    }

    private static CounterDataPointSnapshot point(String source, long count) {
        return new CounterDataPointSnapshot(count, Labels.of("source", source), null, 0);
    }
}
