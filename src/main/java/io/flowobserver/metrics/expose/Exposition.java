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

/** Everything that is shown on {@code /metrics}. Filled by one thread, then readable by any. */
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
            .classicUpperBounds(HistogramSeries.BOUNDS)
            .withoutExemplars()
            .register(registry);
    private final FlowMetrics flows;
    /** Held, because Micrometer holds what it asks only weakly. */
    private @Nullable OwnMetrics own;

    public Exposition(FlowMetrics flows, LostEvents lost) {
        this.flows = flows;
        registry.register(new FlowFamilies(flows));
        registry.register(lost);
    }

    /** Adds calls of the listeners' methods; for once. */
    public void calls(GrpcCalls calls) {
        registry.register(calls);
    }

    /** What a client gets. */
    record Page(String contentType, byte[] body) {}

    /** Adds the figures of the daemon, its JVM and its process, of which the reference has none; for once. */
    public OwnMetrics own() {
        OwnMetrics added = new OwnMetrics(registry);
        registry.register(new RefusedFlows(flows));
        own = added;
        return added;
    }

    /**
     * All metrics as they are now.
     *
     * @param accept the request's Accept header, which chooses between text and OpenMetrics
     */
    Page page(String accept) {
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

    void countRequest(int code, long nanos) {
        String label = Integer.toString(code);
        requests.labelValues(label).inc();
        durations.labelValues(label).observe(nanos / NANOS_PER_SECOND);
    }
}
