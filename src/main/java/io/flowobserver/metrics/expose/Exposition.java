// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.series.HistogramSeries;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** All metrics of {@code /metrics}. One thread adds them; then any thread may read them. */
public final class Exposition {
    private static final double NANOS_PER_SECOND = 1e9;

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
     * @param accept the Accept header of the request, which selects the text or the OpenMetrics format
     */
    public Page page(String accept) {
        long start = System.nanoTime();
        String code = "500";
        try {
            Page page = write(accept);
            code = "200";
            return page;
        } finally {
            requests.labelValues(code).inc();
            durations.labelValues(code).observe((System.nanoTime() - start) / NANOS_PER_SECOND);
        }
    }

    private Page write(String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean text = writer instanceof PrometheusTextFormatWriter;
        try {
            writer.write(text ? new BucketBounds(out) : out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), out.toByteArray());
    }
}
