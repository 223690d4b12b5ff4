// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.flowobserver.metrics.FlowMetrics;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** The number of flows for which each flow metric had no room for a new series. */
record RefusedFlows(FlowMetrics flows) implements Collector {
    private static final MetricMetadata METADATA = new MetricMetadata(
            "observer_metric_flows_refused",
            "Flows without a series of their own because the metric's budget is spent");

    @Override
    public String getPrometheusName() {
        return METADATA.getPrometheusName();
    }

    @Override
    public MetricSnapshot collect() {
        return new CounterSnapshot(
                METADATA,
                flows.series().stream()
                        .map(series -> new CounterDataPointSnapshot(
                                series.refused(), Labels.of("metric", series.name()), null, 0))
                        .toList());
    }
}
