// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.handler.FlowTraits;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All metrics that are in use at one time. Immutable, except for the counts. */
final class ActiveMetrics {
    private final ActiveMetric[] metrics;
    private final Contexts[] contexts;

    ActiveMetrics(List<ActiveMetric> metrics) {
        this.metrics = metrics.toArray(ActiveMetric[]::new);
        this.contexts = metrics.stream()
                .map(metric -> metric.counter().contexts())
                .distinct()
                .toArray(Contexts[]::new);
    }

    List<ActiveMetric> list() {
        return List.of(metrics);
    }

    Optional<ActiveMetric> find(String name) {
        return list().stream().filter(metric -> metric.name().equals(name)).findAny();
    }

    /** Counts a flow in each metric. Only the ingest thread calls this. */
    void count(FlowView row) {
        for (Contexts shared : contexts) {
            shared.next();
        }
        int traits = FlowTraits.of(row);
        for (ActiveMetric metric : metrics) {
            metric.count(row, traits);
        }
    }

    /**
     * Removes the series of pods, given as {@code namespace/name}, and the context values that no other series uses.
     * Only the ingest thread calls this.
     */
    void forget(Set<String> pods) {
        for (ActiveMetric metric : metrics) {
            metric.counter().remove(metric.seriesOf(pods));
        }
        for (Contexts shared : contexts) {
            BitSet used = new BitSet();
            for (ActiveMetric metric : metrics) {
                if (metric.counter().contexts() == shared) {
                    metric.counter().addContexts(used);
                }
            }
            shared.retain(used);
        }
    }

    /** Forgets what is remembered of endpoints. Only the ingest thread calls this. */
    void renewEndpoints() {
        for (Contexts shared : contexts) {
            shared.renewEndpoints();
        }
    }

    /** Returns how many contexts and context values are remembered. */
    int remembered() {
        return Arrays.stream(contexts).mapToInt(Contexts::size).sum();
    }
}
