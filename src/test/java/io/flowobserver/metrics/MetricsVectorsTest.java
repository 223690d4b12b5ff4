// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.expose.PromText;
import io.flowobserver.metrics.request.MetricList;
import io.flowobserver.metrics.request.MetricRequest;
import io.flowobserver.metrics.request.MetricsDocument;
import io.flowobserver.vectors.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted against what Hubble's own metrics showed for the same flows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsVectorsTest {
    private static final int BUDGET = 10_000;
    private static final String OPEN_METRICS = "expected_openmetrics_no_exemplar_timestamps";

    private final List<FlowView> flows = RecordedFlows.views();

    static Stream<JsonObject> vectors() {
        return Vectors.read("metrics").stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void flow_recordedFlows_countsWhatHubbleCounts(JsonObject vector) {
        if (vector.has("error") || vector.has("panic")) {
            assertThatThrownBy(() -> metrics(vector)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        FlowMetrics metrics = metrics(vector);
        flows.forEach(metrics::flow);
        List<String> expected =
                vector.get("expected_text").getAsString().lines().toList();
        assertThat(PromText.differences(PromText.samples(PromText.lines(metrics)), PromText.samples(expected)))
                .isEmpty();
        if (vector.has(OPEN_METRICS)) {
            List<String> expectedWithExemplars =
                    vector.get(OPEN_METRICS).getAsString().lines().toList();
            assertThat(PromText.differences(PromText.openSamples(metrics), PromText.openSamples(expectedWithExemplars)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void described_recordedConfiguration_saysWhatHubbleSays(JsonObject vector) {
        if (vector.has("status")) {
            assertThat(metrics(vector).described())
                    .containsExactlyInAnyOrderElementsOf(vector.getAsJsonObject("status").entrySet().stream()
                            .map(entry ->
                                    described(entry.getKey(), entry.getValue().getAsString()))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void of_unknownMetric_refusedAsAFlagAndSkippedInAFile(JsonObject vector) {
        List<String> unknown = config(vector).stream()
                .map(MetricsVectorsTest::name)
                .filter(name -> !MetricList.NAMES.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            assertThatThrownBy(() -> FlowMetrics.of(config(vector), BUDGET))
                    .hasMessageStartingWith("metric \"" + unknown.get(0) + "\" does not exist");
        }
    }

    @Test
    void of_recordedErrors_saysTheSame() {
        for (JsonObject vector : Vectors.read("metrics")) {
            if (vector.has("error") && vector.get("error").getAsString().startsWith("unable to initialize")) {
                assertThatThrownBy(() -> FlowMetrics.of(config(vector), BUDGET))
                        .hasMessage(vector.get("error").getAsString());
            }
        }
    }

    @Test
    void vectors_allRead() {
        assertThat(vectors()).hasSizeGreaterThan(55);
        assertThat(flows).hasSize(249);
        assertThat(vectors().filter(vector -> vector.has(OPEN_METRICS))).hasSizeGreaterThanOrEqualTo(3);
    }

    /** Hubble skips metrics that it does not know; a flag of ours that names one is refused. */
    private static FlowMetrics metrics(JsonObject vector) {
        if (vector.has("dynamic_config")) {
            FlowMetrics metrics = new FlowMetrics(BUDGET);
            List<MetricRequest> requests =
                    MetricsDocument.parse(vector.get("dynamic_config").toString());
            assertThat(metrics.configure(requests)).isEmpty();
            return metrics;
        }
        List<String> known = config(vector).stream()
                .filter(text -> MetricList.NAMES.contains(name(text)))
                .toList();
        return FlowMetrics.of(known, BUDGET);
    }

    private static String described(String name, String status) {
        return status.isEmpty() ? name : name + " (" + status + ")";
    }

    private static String name(String text) {
        return text.replaceFirst(":.*", "");
    }

    private static List<String> config(JsonObject vector) {
        return !vector.has("config")
                ? List.of()
                : vector.getAsJsonArray("config").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
    }
}
