// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.flow.row.Generation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricListTest {
    @Test
    void parse_commasAndSpaces_separateMetrics() {
        assertThat(names("tcp,flow", "icmp dns:query;ignoreAAAA,port-distribution"))
                .containsExactly("tcp", "flow", "icmp", "dns", "port-distribution");
    }

    @Test
    void parse_commaAmongValues_staysWithTheOption() {
        List<MetricSpec> specs = MetricList.parse(
                List.of("flow:labelsContext=source_namespace,destination_namespace;sourceContext=pod,ip,tcp"),
                Generation.V1_19);
        assertThat(specs)
                .containsExactly(
                        new MetricSpec(
                                "flow",
                                List.of(
                                        new MetricSpec.Option(
                                                "labelsContext", List.of("source_namespace", "destination_namespace")),
                                        new MetricSpec.Option("sourceContext", List.of("pod", "ip")))),
                        new MetricSpec("tcp", List.of()));
    }

    @Test
    void parse_sameMetricTwice_refused() {
        assertThatThrownBy(() -> MetricList.parse(List.of("drop:sourceContext=pod", "tcp", "drop"), Generation.V1_19))
                .hasMessage("metric \"drop\" is given twice; give it once with all its options");
    }

    @Test
    void parse_sameOptionTwice_lastCountsButForExemplars() {
        MetricSpec spec = MetricSpec.parse(
                "http:sourceContext=pod;exemplars=true;SOURCECONTEXT=ip;exemplars=false", Generation.V1_19);
        assertThat(spec.values("sourceContext")).containsExactly("ip");
        assertThat(spec.isTrue("exemplars")).isTrue();
        assertThat(MetricSpec.parse("http:exemplars", Generation.V1_19).isTrue("exemplars"))
                .isFalse();
    }

    @Test
    void parse_unknownName_namesTheKnown() {
        assertThatThrownBy(() -> MetricList.parse(List.of("drop,nope"), Generation.V1_19))
                .hasMessage(
                        "metric \"nope\" does not exist; the metrics are connections, dns, drop, flow, flows-to-world, http,"
                                + " httpV2, icmp, kafka, policy, port-distribution, sctp, tcp, traffic");
        assertThatThrownBy(() -> MetricList.parse(List.of("TCP"), Generation.V1_19))
                .hasMessageStartingWith("metric \"TCP\" does not");
        assertThatThrownBy(() -> MetricList.parse(List.of(""), Generation.V1_19))
                .hasMessageStartingWith("metric \"\" does not");
    }

    /** It is no mistake of the operator, so the others are served. */
    @ParameterizedTest
    @EnumSource
    void parse_kafka_isLeftOutFrom120On(Generation generation) {
        List<String> known = generation.hasKafka() ? List.of("kafka", "tcp") : List.of("tcp");
        assertThat(names(generation, "kafka:sourceContext=pod", "tcp")).isEqualTo(known);
        assertThat(generation.hasKafka()).isEqualTo(generation.compareTo(Generation.V1_20) < 0);
    }

    @Test
    void parse_unknownNameFrom120On_doesNotNameKafka() {
        assertThatThrownBy(() -> MetricList.parse(List.of("nope"), Generation.V1_20))
                .hasMessageEndingWith("httpV2, icmp, policy, port-distribution, sctp, tcp, traffic");
    }

    /** Values are shown between blanks here. */
    @ParameterizedTest
    @CsvSource({
        "OLD, a b, a b, a b c",
        "V1_19, a b, a b, a b c",
        "V1_20, a|b, a b, 'a,b,c'",
        "V1_21, a|b, a b, 'a,b,c'",
    })
    void parse_separators_dependOnGenerationAndOption(
            Generation generation, String labelsByBars, String valuesByBars, String valuesByCommas) {
        assertThat(values("LabelsContext=a|b", generation)).isEqualTo(labelsByBars);
        assertThat(values("labelsContext=a,,b,", generation)).isEqualTo("a b");
        assertThat(values("sourceContext=a||b|", generation)).isEqualTo(valuesByBars);
        assertThat(values("sourceContext=a,b,c", generation)).isEqualTo(valuesByCommas);
        assertThat(values("labelsContext=", generation)).isEmpty();
    }

    /** The word is a metric and a value, and the separator of values is another one. */
    @Test
    void parse_dnsBehindAComma_isAMetricBefore120AndAWrongValueFrom120On() {
        String text = "flow:sourceEgressContext=pod|ip,dns";
        assertThat(names(Generation.V1_19, text)).containsExactly("flow", "dns");
        assertThat(MetricList.parse(List.of(text), Generation.V1_20))
                .containsExactly(new MetricSpec(
                        "flow", List.of(new MetricSpec.Option("sourceEgressContext", List.of("pod", "ip,dns")))));
        assertThat(names(Generation.V1_20, "flow:labelsContext=source_pod,dns,tcp:sourceContext=pod,drop"))
                .containsExactly("flow", "dns", "tcp", "drop");
    }

    private static String values(String option, Generation generation) {
        String name = option.substring(0, option.indexOf('='));
        return String.join(" ", MetricSpec.parse("flow:" + option, generation).values(name));
    }

    @Test
    void parse_bothHttpMetrics_refused() {
        assertThatThrownBy(() -> MetricList.parse(List.of("httpV2", "http"), Generation.V1_19))
                .hasMessage("metric httpV2 conflicts with metric http; choose one of them");
    }

    private static List<String> names(String... texts) {
        return names(Generation.V1_19, texts);
    }

    private static List<String> names(Generation generation, String... texts) {
        return MetricList.parse(List.of(texts), generation).stream()
                .map(MetricSpec::name)
                .toList();
    }
}
