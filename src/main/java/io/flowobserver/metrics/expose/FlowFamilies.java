// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.flowobserver.metrics.FlowMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Collects the flow metrics that are in use at the time of the scrape. */
record FlowFamilies(FlowMetrics flows) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(flows.collect());
    }
}
