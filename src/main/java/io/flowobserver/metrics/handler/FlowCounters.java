// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.Generation;
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
    private final Generation generation;
    private final FlowProtocol protocols;
    private final List<Contexts> shared = new ArrayList<>();

    /**
     * @param budget the limit for the series of a family
     * @param generation decides which metrics exist and what their HELP says
     */
    public FlowCounters(int budget, Generation generation) {
        this.budget = budget;
        this.generation = generation;
        this.protocols = new FlowProtocol(generation);
    }

    /**
     * Creates the counter of a metric.
     *
     * @throws IllegalArgumentException with a one-line message for the operator if the metric does not exist, or if an
     *     option has an unknown value
     */
    public FlowCounter counter(MetricSpec spec) {
        if (!MetricList.exists(spec.name(), generation)) {
            throw new IllegalArgumentException("metric \"" + spec.name() + "\" does not exist");
        }
        Contexts contexts = contexts(spec);
        return switch (spec.name()) {
            case MetricList.CONNECTIONS -> new ConnectionCounter(contexts, budget);
            case "dns" -> new DnsCounter(spec, contexts, budget, generation);
            case "drop" -> new DropCounter(contexts, budget, protocols);
            case "flow" -> new ProcessedCounter(contexts, budget, protocols);
            case "flows-to-world" -> new ToWorldCounter(spec, contexts, budget, protocols);
            case MetricList.HTTP, MetricList.HTTP_V2 -> new HttpCounter(spec, contexts, budget);
            case "icmp" -> new IcmpCounter(contexts, budget);
            case MetricList.KAFKA -> new KafkaCounter(contexts, budget);
            case "policy" -> new PolicyCounter(contexts, budget, protocols);
            case "port-distribution" -> new PortCounter(contexts, budget);
            case "sctp" -> new SctpCounter(contexts, budget);
            case "tcp" -> new TcpCounter(contexts, budget);
            case MetricList.TRAFFIC -> new TrafficCounter(contexts, budget);
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
