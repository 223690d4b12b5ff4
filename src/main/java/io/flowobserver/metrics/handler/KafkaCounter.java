// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.KafkaRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.CounterSeries;
import io.flowobserver.metrics.series.Family;
import io.flowobserver.metrics.series.HistogramSeries;
import io.flowobserver.metrics.series.Series;
import io.flowobserver.metrics.series.TextCache;
import java.util.List;

/** The metric {@code kafka}: it counts requests and records their latency. */
final class KafkaCounter extends FlowCounter {
    private static final Family REQUESTS = new Family(
            "hubble_kafka_requests_total",
            "Count of Kafka requests (deprecated)",
            "topic",
            "api_key",
            "reporter",
            "error_code");
    private static final Family DURATION = new Family(
            "hubble_kafka_request_duration_seconds",
            "Quantiles of HTTP request duration in seconds (deprecated)",
            "topic",
            "api_key",
            "reporter");
    private static final int ERROR_CODE = 3;

    private final TextCache texts = new TextCache();
    private final TextFamily<CounterSeries> requests;
    private final TextFamily<HistogramSeries> durations;

    KafkaCounter(Contexts contexts, int budget) {
        super(contexts);
        requests = TextFamily.counter(REQUESTS, contexts, budget);
        durations = TextFamily.histogram(DURATION, contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.DETAIL;
    }

    @Override
    public void count(FlowView row) {
        Detail detail = row.detail();
        if (detail != null
                && detail.application() instanceof KafkaRecord kafka
                && ProxyReporter.type(detail) == Layer7.REQUEST) {
            requests.label(ERROR_CODE, texts.number(kafka.errorCode()));
            requests.series().increment(cell(requests, row, kafka.request()));
            durations.series().observe(cell(durations, row, kafka.request()), ProxyReporter.seconds(detail));
        }
    }

    @Override
    public List<Series> series() {
        return List.of(requests.series(), durations.series());
    }

    private static int cell(TextFamily<?> family, FlowView row, KafkaRecord.Request request) {
        return family.label(0, request.topic())
                .label(1, request.apiKey())
                .label(2, ProxyReporter.of(row))
                .cell(row);
    }
}
