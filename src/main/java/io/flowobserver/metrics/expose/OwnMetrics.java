// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The metrics of the daemon itself. Each scrape reads the values from their suppliers. One thread at a time adds them.
 */
public final class OwnMetrics {
    private final PrometheusMeterRegistry meters;
    /** Keeps the suppliers reachable, because Micrometer only has weak references to them. */
    private final List<Object> kept = new ArrayList<>();

    OwnMetrics(PrometheusRegistry registry) {
        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
    }

    /**
     * Adds a counter with one series.
     *
     * @param name the name without {@code _total}, which is appended
     * @param labels names and values of labels, in turn
     */
    public void counter(String name, String help, LongSupplier value, String... labels) {
        kept.add(value);
        FunctionCounter.builder(name, value, LongSupplier::getAsLong)
                .description(help)
                .tags(Tags.of(labels))
                .register(meters);
    }

    /**
     * Adds a gauge with one series.
     *
     * @param labels names and values of labels, in turn
     */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        kept.add(value);
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .description(help)
                .tags(Tags.of(labels))
                .register(meters);
    }
}
