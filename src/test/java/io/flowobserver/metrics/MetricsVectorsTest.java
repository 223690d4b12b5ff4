// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.vectors.Vectors;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted against what Hubble's own metrics showed for the same flows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsVectorsTest {
    private static final Set<String> NOT_YET_COUNTED = Set.of("dns", "http", "httpV2", "kafka");
    private static final String DNS_FAMILIES = "hubble_dns_";
    private static final String HTTP_FAMILIES = "hubble_http_";
    private static final String KAFKA_FAMILIES = "hubble_kafka_";

    private final List<FlowView> flows = RecordedFlows.views();

    static Stream<JsonObject> vectors() {
        return Vectors.read("metrics").stream().filter(vector -> !vector.has("dynamic_config"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void flow_recordedFlows_countsWhatHubbleCounts(JsonObject vector) {
        List<String> config = config(vector);
        if (vector.has("error") || config.stream().anyMatch(text -> !isKnown(text))) {
            assertThatThrownBy(() -> FlowMetrics.of(config)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        FlowMetrics metrics = FlowMetrics.of(config);
        flows.forEach(metrics::flow);
        List<String> expected = vector.get("expected_text")
                .getAsString()
                .lines()
                .filter(line -> !isNotYetCounted(line))
                .map(MetricsVectorsTest::withoutGarbage)
                .toList();
        assertThat(PromText.samples(PromText.lines(metrics))).isEqualTo(PromText.samples(expected));
    }

    @Test
    void of_recordedErrors_saysTheSame() {
        for (JsonObject vector : Vectors.read("metrics")) {
            if (vector.has("error") && vector.get("error").getAsString().startsWith("unable to initialize")) {
                assertThatThrownBy(() -> FlowMetrics.of(config(vector)))
                        .hasMessage(vector.get("error").getAsString());
            }
        }
    }

    @Test
    void vectors_allRead() {
        assertThat(vectors()).hasSizeGreaterThan(55);
        assertThat(flows).hasSize(249);
        long counting = vectors()
                .filter(vector -> !config(vector).isEmpty()
                        && config(vector).stream().noneMatch(text -> NOT_YET_COUNTED.contains(name(text))))
                .count();
        assertThat(counting).isGreaterThanOrEqualTo(35);
    }

    private static boolean isKnown(String text) {
        return FlowCounters.NAMES.contains(name(text));
    }

    private static String name(String text) {
        return text.replaceFirst(":.*", "");
    }

    private static boolean isNotYetCounted(String line) {
        return Stream.of(DNS_FAMILIES, HTTP_FAMILIES, KAFKA_FAMILIES).anyMatch(line::contains);
    }

    private static List<String> config(JsonObject vector) {
        return !vector.has("config")
                ? List.of()
                : vector.getAsJsonArray("config").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
    }

    /** A log record may hold text that is no address; rows keep none of it. */
    private static String withoutGarbage(String line) {
        return line.replace("\"garbage\"", "\"\"").replace("\"also:garbage\"", "\"\"");
    }
}
