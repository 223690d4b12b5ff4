// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricListTest {
    @Test
    void parse_commasAndSpaces_separateMetrics() {
        assertThat(names("tcp,flow", "icmp dns:query;ignoreAAAA,port-distribution"))
                .containsExactly("tcp", "flow", "icmp", "dns", "port-distribution");
    }

    @Test
    void parse_commaAmongValues_staysWithTheOption() {
        List<MetricSpec> specs = MetricList.parse(
                List.of("flow:labelsContext=source_namespace,destination_namespace;sourceContext=pod,ip,tcp"));
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
        assertThatThrownBy(() -> MetricList.parse(List.of("drop:sourceContext=pod", "tcp", "drop")))
                .hasMessage("metric \"drop\" is given twice; give it once with all its options");
    }

    @Test
    void parse_sameOptionTwice_lastCountsButForExemplars() {
        MetricSpec spec = MetricSpec.parse("http:sourceContext=pod;exemplars=true;SOURCECONTEXT=ip;exemplars=false");
        assertThat(spec.values("sourceContext")).containsExactly("ip");
        assertThat(spec.isTrue("exemplars")).isTrue();
        assertThat(MetricSpec.parse("http:exemplars").isTrue("exemplars")).isFalse();
    }

    @Test
    void parse_unknownName_namesTheKnown() {
        assertThatThrownBy(() -> MetricList.parse(List.of("drop,nope")))
                .hasMessage("metric \"nope\" does not exist; the metrics are dns, drop, flow, flows-to-world, http,"
                        + " httpV2, icmp, kafka, policy, port-distribution, tcp");
        assertThatThrownBy(() -> MetricList.parse(List.of("TCP"))).hasMessageStartingWith("metric \"TCP\" does not");
        assertThatThrownBy(() -> MetricList.parse(List.of(""))).hasMessageStartingWith("metric \"\" does not");
    }

    @Test
    void parse_bothHttpMetrics_refused() {
        assertThatThrownBy(() -> MetricList.parse(List.of("httpV2", "http")))
                .hasMessage("metric httpV2 conflicts with metric http; choose one of them");
    }

    private static List<String> names(String... texts) {
        return MetricList.parse(List.of(texts)).stream().map(MetricSpec::name).toList();
    }
}
