// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.metrics.expose.PromText;
import io.flowobserver.metrics.request.MetricList;
import io.flowobserver.metrics.request.MetricRequest;
import io.flowobserver.metrics.request.MetricSpec;
import io.flowobserver.metrics.request.MetricsDocument;
import io.flowobserver.pipeline.ReplayedFlows;
import io.flowobserver.vectors.VectorSet;
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
    private static final String NOT_INITIALIZED = "unable to initialize";
    private static final List<FlowView> OLD_FLOWS = RecordedFlows.views();
    private static final List<FlowView> NEW_FLOWS =
            List.copyOf(RecordedFlows.newByIndex().values());
    private static final List<FlowView> REPLAYED = ReplayedFlows.ofMetrics();

    /** A vector, the generation under which it is right, and the flows to count. */
    record Case(JsonObject vector, Generation generation, List<FlowView> flows) {
        @Override
        public String toString() {
            return vector.get("id").getAsString() + " as " + generation;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        cases(VectorSet.OLD, "metrics", OLD_FLOWS),
                        cases(VectorSet.OLD_AS_1_19, "metrics", OLD_FLOWS),
                        cases(VectorSet.OLD_AS_1_21, "metrics", OLD_FLOWS)
                                .filter(MetricsVectorsTest::isAlikeIn121)
                                .map(MetricsVectorsTest::withHelpOf121),
                        cases(VectorSet.NEW_AS_1_20, "metrics", NEW_FLOWS),
                        cases(VectorSet.NEW, "metrics", NEW_FLOWS),
                        cases(VectorSet.NEW, "metrics-replay", REPLAYED))
                .flatMap(some -> some);
    }

    private static Stream<Case> cases(VectorSet set, String name, List<FlowView> flows) {
        return set.read(name).stream().map(vector -> new Case(vector, set.generation(), flows));
    }

    /** The list of differences leaves metrics out. Those of Kafka and of values with other separators differ. */
    private static boolean isAlikeIn121(Case old) {
        return !old.vector.toString().matches("(?is).*kafka.*")
                && config(old.vector).stream().allMatch(text -> MetricSpec.parse(text, Generation.OLD)
                        .equals(MetricSpec.parse(text, old.generation)));
    }

    private static Case withHelpOf121(Case old) {
        String vector = old.vector
                .toString()
                .replace("responses_total Number of DNS queries", "responses_total Number of DNS responses")
                .replace(
                        "response_types_total Number of DNS queries",
                        "response_types_total Number of DNS response types");
        return new Case(JsonParser.parseString(vector).getAsJsonObject(), old.generation, old.flows);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void flow_recordedFlows_countsWhatHubbleCounts(Case run) {
        JsonObject vector = run.vector;
        if (vector.has("error") || vector.has("panic")) {
            assertThatThrownBy(() -> metrics(run)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        FlowMetrics metrics = metrics(run);
        run.flows.forEach(metrics::flow);
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
    @MethodSource("cases")
    void described_recordedConfiguration_saysWhatHubbleSays(Case run) {
        if (run.vector.has("status")) {
            assertThat(metrics(run).described())
                    .containsExactlyInAnyOrderElementsOf(run.vector.getAsJsonObject("status").entrySet().stream()
                            .map(entry ->
                                    described(entry.getKey(), entry.getValue().getAsString()))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void of_unknownMetric_refusedAsAFlag(Case run) {
        List<String> unknown = config(run.vector).stream()
                .map(MetricsVectorsTest::name)
                .filter(name -> !MetricList.exists(name, Generation.OLD))
                .toList();
        if (!unknown.isEmpty()) {
            assertThatThrownBy(() -> FlowMetrics.of(config(run.vector), BUDGET, run.generation))
                    .hasMessageStartingWith("metric \"" + unknown.get(0) + "\" does not exist");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void of_recordedErrors_saysTheSame(Case run) {
        if (run.vector.has("error") && run.vector.get("error").getAsString().startsWith(NOT_INITIALIZED)) {
            assertThatThrownBy(() -> metrics(run))
                    .hasMessageStartingWith(run.vector.get("error").getAsString());
        }
    }

    @Test
    void vectors_allRead() {
        assertThat(cases().filter(run -> run.generation == Generation.OLD)).hasSizeGreaterThan(55);
        assertThat(cases().filter(run -> run.flows == NEW_FLOWS)).hasSizeGreaterThan(170);
        assertThat(cases().filter(run -> run.flows == REPLAYED)).hasSizeGreaterThan(85);
        assertThat(OLD_FLOWS).hasSize(249);
        assertThat(REPLAYED).hasSizeGreaterThan(400);
        assertThat(cases().filter(run -> run.vector.has(OPEN_METRICS))).hasSizeGreaterThanOrEqualTo(6);
    }

    /** Hubble skips metrics that it does not know; a flag of ours that names one is refused. */
    private static FlowMetrics metrics(Case run) {
        if (run.vector.has("dynamic_config")) {
            FlowMetrics metrics = new FlowMetrics(BUDGET, run.generation);
            List<MetricRequest> requests =
                    MetricsDocument.parse(run.vector.get("dynamic_config").toString());
            List<String> warnings = metrics.configure(requests);
            long unknown = requests.stream()
                    .filter(request -> !MetricList.exists(request.spec().name(), run.generation))
                    .count();
            if (warnings.size() > unknown) {
                throw new IllegalArgumentException(warnings.get(0));
            }
            return metrics;
        }
        List<String> known = config(run.vector).stream()
                .filter(text -> MetricList.exists(name(text), Generation.OLD))
                .toList();
        return FlowMetrics.of(known, BUDGET, run.generation);
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
