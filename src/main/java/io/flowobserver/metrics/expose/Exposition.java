// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.series.HistogramSeries;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All metrics of {@code /metrics}. One thread adds them; then any thread may read them. */
public final class Exposition {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * The media types of the page, the usual one first. The two versions of OpenMetrics are written alike. Protobuf is
     * not among them.
     */
    public static final List<String> TYPES = List.of(
            TEXT,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            "application/openmetrics-text; version=0.0.1; charset=utf-8");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Counter requests = Counter.builder()
            .name("hubble_metrics_http_handler_requests_total")
            .help("A counter for requests to Hubble metrics handler.")
            .labelNames("code")
            .withoutExemplars()
            .register(registry);
    private final Histogram durations = Histogram.builder()
            .name("hubble_metrics_http_handler_request_duration_seconds")
            .help("A histogram of latencies of Hubble metrics handler.")
            .labelNames("code")
            .classicOnly()
            .classicUpperBounds(HistogramSeries.bounds())
            .withoutExemplars()
            .register(registry);
    private final FlowMetrics flows;
    /** Keeps the suppliers reachable, because Micrometer only has weak references to them. */
    @SuppressWarnings("unused")
    private @Nullable OwnMetrics own;

    public Exposition(FlowMetrics flows, LostEvents lost) {
        this.flows = flows;
        registry.register(new FlowFamilies(flows));
        registry.register(lost);
    }

    /** Adds the counts of gRPC calls. Call this once. */
    public void calls(GrpcCalls calls) {
        registry.register(calls);
    }

    /** The response to a scrape. */
    public record Page(String contentType, byte[] body) {}

    /** Adds the metrics of the daemon, its JVM and its process, which Hubble does not have. Call this once. */
    public OwnMetrics own() {
        OwnMetrics added = new OwnMetrics(registry);
        registry.register(new RefusedFlows(flows));
        own = added;
        return added;
    }

    /**
     * Returns the current values of all metrics for one request, and counts the request.
     *
     * @param type one of {@link #TYPES}
     */
    public Page page(String type) {
        long start = System.nanoTime();
        String code = "500";
        try {
            Page page = write(type);
            code = "200";
            return page;
        } finally {
            count(code, start);
        }
    }

    /** Counts a request that got no page, because it refuses all media types. */
    public void notAcceptable() {
        count("406", System.nanoTime());
    }

    private void count(String code, long start) {
        requests.labelValues(code).inc();
        durations.labelValues(code).observe((System.nanoTime() - start) / NANOS_PER_SECOND);
    }

    private Page write(String type) {
        boolean text = type.equals(TEXT);
        ExpositionFormatWriter writer =
                text ? formats.getPrometheusTextFormatWriter() : formats.getOpenMetricsTextFormatWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(text ? new BucketBounds(out) : out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(type, out.toByteArray());
    }
}
