// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.PodLabels;
import io.flowobserver.metrics.handler.FlowCounter;
import io.flowobserver.metrics.handler.FlowTraits;
import io.flowobserver.metrics.request.MetricRequest;
import io.flowobserver.metrics.request.MetricSpec;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Set;
import java.util.function.Predicate;

/** A metric in use: it counts the flows that pass its filter. */
final class ActiveMetric {
    private final MetricSpec spec;
    private final FlowCounter counter;
    private final Predicate<FlowView> filter;
    private final int traits;
    private final PodLabels podLabels;

    /** @param filter the compiled filter of the request */
    ActiveMetric(MetricRequest request, Predicate<FlowView> filter, FlowCounter counter) {
        this.spec = request.spec();
        this.filter = filter;
        this.counter = counter;
        this.traits = counter.traits() | (counter.takesSwept() ? 0 : FlowTraits.PACKET);
        this.podLabels = new PodLabels(counter.contexts().options());
    }

    String name() {
        return spec.name();
    }

    /** Returns the name, with the options in parentheses, for the log. */
    String described() {
        String status = counter.status();
        return status.isEmpty() ? name() : name() + " (" + status + ")";
    }

    MetricSpec spec() {
        return spec;
    }

    FlowCounter counter() {
        return counter;
    }

    /** Counts a flow that has these {@code FlowTraits}, if it passes the filter. Only the ingest thread calls this. */
    void count(FlowView row, int has) {
        if ((has & traits) == traits && (filter == Filters.EVERYTHING || filter.test(row))) {
            counter.count(row);
        }
    }

    /** Returns a predicate for the series of these pods, given as {@code namespace/name}. */
    Predicate<Labels> seriesOf(Set<String> pods) {
        return labels -> podLabels.nameOneOf(labels, pods);
    }
}
