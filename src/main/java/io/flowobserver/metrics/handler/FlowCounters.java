// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.metrics.context.ContextOptions;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.request.MetricList;
import io.flowobserver.metrics.request.MetricSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates the counters of configured metrics. Metrics with the same context options share one {@link Contexts}. For one
 * thread.
 */
public final class FlowCounters {
    private final int budget;
    private final List<Contexts> shared = new ArrayList<>();

    /** @param budget the limit for the series of a family */
    public FlowCounters(int budget) {
        this.budget = budget;
    }

    /**
     * Creates the counter of a metric.
     *
     * @throws IllegalArgumentException with a one-line message for the operator if the metric does not exist, or if an
     *     option has an unknown value
     */
    public FlowCounter counter(MetricSpec spec) {
        if (!MetricList.NAMES.contains(spec.name())) {
            throw new IllegalArgumentException("metric \"" + spec.name() + "\" does not exist");
        }
        Contexts contexts = contexts(spec);
        return switch (spec.name()) {
            case "dns" -> new DnsCounter(spec, contexts, budget);
            case "drop" -> new DropCounter(contexts, budget);
            case "flow" -> new ProcessedCounter(contexts, budget);
            case "flows-to-world" -> new ToWorldCounter(spec, contexts, budget);
            case MetricList.HTTP, MetricList.HTTP_V2 -> new HttpCounter(spec, contexts, budget);
            case "icmp" -> new IcmpCounter(contexts, budget);
            case "kafka" -> new KafkaCounter(contexts, budget);
            case "policy" -> new PolicyCounter(contexts, budget);
            case "port-distribution" -> new PortCounter(contexts, budget);
            case "tcp" -> new TcpCounter(contexts, budget);
            default -> throw new IllegalStateException("nobody counts " + spec.name());
        };
    }

    /** Keeps only the contexts of these counters for sharing with new counters. */
    public void retain(List<FlowCounter> counters) {
        shared.retainAll(counters.stream().map(FlowCounter::contexts).toList());
    }

    private Contexts contexts(MetricSpec spec) {
        try {
            ContextOptions options = ContextOptions.of(spec, spec.name().equals(MetricList.HTTP_V2));
            for (Contexts known : shared) {
                if (known.options().equals(options)) {
                    return known;
                }
            }
            Contexts added = new Contexts(options);
            shared.add(added);
            return added;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "unable to initialize metric '" + spec.name() + "': " + e.getMessage(), e);
        }
    }
}
