// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowListener;
import io.flowobserver.flow.FlowView;
import java.util.ArrayList;
import java.util.List;

/**
 * All flow metrics that were asked for. Made by any thread, then told of flows by the ingest thread alone; allocates
 * nothing for a flow whose labels were seen before.
 */
public final class FlowMetrics implements FlowListener {
    private final FlowCounter[] counters;
    private final List<String> names = new ArrayList<>();
    private final List<String> notYetCounted = new ArrayList<>();

    private FlowMetrics(List<MetricSpec> specs) {
        FlowCounters made = new FlowCounters();
        List<FlowCounter> counting = new ArrayList<>();
        for (MetricSpec spec : specs) {
            FlowCounter counter = made.counter(spec);
            if (counter == null) {
                notYetCounted.add(spec.name());
            } else {
                counting.add(counter);
                names.add(spec.name());
            }
        }
        counters = counting.toArray(FlowCounter[]::new);
    }

    /**
     * From the texts of {@code --metric}.
     *
     * @throws IllegalArgumentException with one line for the operator that names what is wrong
     */
    public static FlowMetrics of(List<String> texts) {
        return new FlowMetrics(MetricList.parse(texts));
    }

    /** Names of the metrics that count something. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** Names of the metrics that were asked for and count nothing in this version. */
    public List<String> notYetCounted() {
        return List.copyOf(notYetCounted);
    }

    @Override
    public void flow(FlowView row) {
        for (FlowCounter counter : counters) {
            counter.count(row);
        }
    }

    List<Series> series() {
        List<Series> all = new ArrayList<>();
        for (FlowCounter counter : counters) {
            all.add(counter.series());
        }
        return all;
    }
}
