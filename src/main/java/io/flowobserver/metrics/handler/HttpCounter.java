// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.entity.TraceContext;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.request.MetricList;
import io.flowobserver.metrics.request.MetricSpec;
import io.flowobserver.metrics.series.CounterSeries;
import io.flowobserver.metrics.series.Family;
import io.flowobserver.metrics.series.HistogramSeries;
import io.flowobserver.metrics.series.Series;
import io.flowobserver.metrics.series.TextCache;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics {@code http} and {@code httpV2}. {@code http} counts requests, responses, and the duration of requests.
 * {@code httpV2} counts each request when its response arrives, with the status of the response.
 */
final class HttpCounter extends FlowCounter {
    private static final Family REQUESTS =
            new Family("hubble_http_requests_total", "Count of HTTP requests", "method", "protocol", "reporter");
    private static final Family ENDED_REQUESTS =
            new Family(REQUESTS.name(), REQUESTS.help(), "method", "protocol", "reporter", "status");
    private static final Family RESPONSES =
            new Family("hubble_http_responses_total", "Count of HTTP responses", ENDED_REQUESTS.labels());
    private static final Family DURATION = new Family(
            "hubble_http_request_duration_seconds",
            "Quantiles of HTTP request duration in seconds",
            "method",
            "reporter");
    private static final int METHOD = 0;
    private static final int PROTOCOL = 1;
    private static final int REPORTER = 2;
    private static final int STATUS = 3;
    private static final int REPORTER_OF_DURATION = 1;

    private final boolean exemplars;
    private final TextCache texts = new TextCache();
    /** Null for {@code httpV2}, which counts requests when they end. */
    private final @Nullable TextFamily<CounterSeries> begun;

    private final TextFamily<CounterSeries> ended;
    private final TextFamily<HistogramSeries> durations;

    HttpCounter(MetricSpec spec, Contexts contexts, int budget) {
        super(contexts);
        boolean atTheEnd = spec.name().equals(MetricList.HTTP_V2);
        exemplars = spec.isTrue("exemplars");
        begun = atTheEnd ? null : TextFamily.counter(REQUESTS, contexts, budget);
        ended = TextFamily.counter(atTheEnd ? ENDED_REQUESTS : RESPONSES, contexts, budget);
        durations = TextFamily.histogram(DURATION, contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.DETAIL;
    }

    @Override
    public void count(FlowView row) {
        Detail detail = row.detail();
        if (detail == null || !(detail.application() instanceof HttpRecord http)) {
            return;
        }
        switch (ProxyReporter.type(detail)) {
            case Layer7.REQUEST -> {
                if (begun != null) {
                    count(begun, row, http);
                }
            }
            case Layer7.RESPONSE -> {
                ended.label(STATUS, texts.number(http.code()));
                count(ended, row, http);
                observe(row, http);
            }
            default -> {
                // A sample is neither a request nor a response.
            }
        }
    }

    @Override
    public List<Series> series() {
        return begun == null
                ? List.of(ended.series(), durations.series())
                : List.of(begun.series(), ended.series(), durations.series());
    }

    @Override
    public String status() {
        return super.status() + ",exemplars=" + exemplars;
    }

    private void count(TextFamily<CounterSeries> family, FlowView row, HttpRecord http) {
        int cell = family.label(METHOD, http.method())
                .label(PROTOCOL, http.protocol())
                .label(REPORTER, ProxyReporter.of(row))
                .cell(row);
        family.series().increment(cell);
        Exemplar exemplar = exemplar(row, 1);
        if (exemplar != null) {
            family.series().exemplar(cell, exemplar);
        }
    }

    private void observe(FlowView row, HttpRecord http) {
        double seconds = ProxyReporter.seconds(row.detail());
        int cell = durations
                .label(METHOD, http.method())
                .label(REPORTER_OF_DURATION, ProxyReporter.of(row))
                .cell(row);
        durations.series().observe(cell, seconds);
        Exemplar exemplar = exemplar(row, seconds);
        if (exemplar != null) {
            durations.series().exemplar(cell, exemplar);
        }
    }

    /** Returns an exemplar with the trace id of the flow, or null if exemplars are off or the flow has no trace id. */
    private @Nullable Exemplar exemplar(FlowView row, double value) {
        Detail detail = row.detail();
        TraceContext trace = exemplars && detail != null ? detail.traceContext() : null;
        if (trace == null || trace.traceId().isEmpty()) {
            return null;
        }
        return Exemplar.builder()
                .value(value)
                .labels(Labels.of("traceID", trace.traceId()))
                .timestampMillis(System.currentTimeMillis())
                .build();
    }
}
