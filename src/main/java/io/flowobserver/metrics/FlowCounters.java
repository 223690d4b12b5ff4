// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes counters from what was asked for. */
final class FlowCounters {
    /** The metrics that may be asked for. */
    static final Set<String> NAMES = Set.of(
            "dns",
            "drop",
            "flow",
            "flows-to-world",
            "http",
            "httpV2",
            "icmp",
            "kafka",
            "policy",
            "port-distribution",
            "tcp");

    private final Map<ContextOptions, Contexts> shared = new HashMap<>();

    /**
     * The counter of a metric that is one of {@link #NAMES}, or null if this version counts nothing for it yet.
     *
     * @throws IllegalArgumentException with one line for the operator if an option has a value that is not known
     */
    @Nullable
    FlowCounter counter(MetricSpec spec) {
        Contexts contexts = contexts(spec);
        return switch (spec.name()) {
            case "drop" -> new DropCounter(contexts);
            case "flow" -> new ProcessedCounter(contexts);
            case "flows-to-world" -> new ToWorldCounter(spec, contexts);
            case "icmp" -> new IcmpCounter(contexts);
            case "policy" -> new PolicyCounter(contexts);
            case "port-distribution" -> new PortCounter(contexts);
            case "tcp" -> new TcpCounter(contexts);
            default -> null;
        };
    }

    private Contexts contexts(MetricSpec spec) {
        try {
            return shared.computeIfAbsent(ContextOptions.of(spec), Contexts::new);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "unable to initialize metric '" + spec.name() + "': " + e.getMessage(), e);
        }
    }
}
