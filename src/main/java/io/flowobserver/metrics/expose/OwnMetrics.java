// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The metrics of the daemon, its JVM and its process. Each scrape reads the values from their suppliers. One thread at a
 * time adds them.
 */
public final class OwnMetrics implements AutoCloseable {
    private final PrometheusRegistry registry;
    private final PrometheusMeterRegistry meters;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    /** Keeps the suppliers reachable, because Micrometer only has weak references to them. */
    private final List<Object> kept = new ArrayList<>();

    OwnMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
        List.of(
                        new JvmMemoryMetrics(),
                        gc,
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(meters));
    }

    /** Adds the version of the daemon and of Java. May be called once. */
    public void build(String version) {
        // Not by Micrometer, which takes "_info" off the name.
        Info.builder()
                .name("observer_build_info")
                .help("What runs here; always 1")
                .labelNames("version", "java")
                .register(registry)
                .setLabelValues(version, System.getProperty("java.version"));
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

    /** Stops listening for garbage collections. */
    @Override
    public void close() {
        gc.close();
        meters.close();
    }
}
