// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.metrics.expose.PromText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever comes, series stay within bounds, and each flow is counted or refused. */
class FlowMetricsBoundsTest {
    private static final int FORWARDED = 1;
    private static final int PEERS = 100_000;
    private static final int BUDGET = 1_000;

    private final FlowWriter row = new FlowWriter();

    @Test
    void flow_moreAddressesThanSeries_countsTheRestInOne() {
        FlowMetrics metrics = FlowMetrics.of(List.of("flow:sourceContext=ip"), BUDGET);
        for (int pass = 0; pass < 2; pass++) {
            for (int peer = 0; peer < PEERS; peer++) {
                send(metrics, peer);
            }
        }
        long refused = 2L * (PEERS - BUDGET + 1);
        assertThat(metrics.series().get(0).refused()).isEqualTo(refused);
        Map<String, Double> samples = counts(metrics);
        assertThat(samples).hasSize(BUDGET);
        assertThat(samples.remove("hubble_flows_processed_total{protocol=\"__overflow__\",source=\"__overflow__\","
                        + "subtype=\"__overflow__\",type=\"__overflow__\",verdict=\"__overflow__\"}"))
                .isEqualTo((double) refused);
        assertThat(samples.values()).containsOnly(2.0);
    }

    @Test
    void flow_morePortsThanSeries_countsTheRestInOne() {
        FlowMetrics metrics = FlowMetrics.of(List.of("port-distribution"), BUDGET);
        for (int port = 0; port <= 0xFFFF; port++) {
            row.clear();
            row.addFlags(FlowFlags.REPLY_KNOWN);
            row.verdict(FORWARDED);
            row.l4Protocol(L4Protocol.TCP);
            row.destinationPort(port);
            metrics.flow(row.view());
        }
        assertThat(metrics.series().get(0).refused()).isEqualTo(0x10000 - BUDGET + 1);
        assertThat(counts(metrics)).hasSize(BUDGET);
    }

    @Test
    void flow_refusedByOneMetric_countedByAnotherWithTheSameContext() {
        FlowMetrics metrics = FlowMetrics.of(List.of("flow:sourceContext=ip", "drop:sourceContext=ip"), BUDGET);
        for (int peer = 0; peer < PEERS; peer++) {
            send(metrics, peer);
        }
        address(PEERS + 1);
        row.verdict(Verdicts.DROPPED);
        metrics.flow(row.view());
        metrics.flow(row.view());
        assertThat(counts(metrics))
                .containsEntry(
                        "hubble_drop_total{protocol=\"Unknown flow\",reason=\"DROP_REASON_UNKNOWN\",source=\"10.1.134.161\"}",
                        2.0)
                .hasSize(BUDGET + 1);
    }

    @Test
    void flow_nothingKnownOfEitherSide_countsWithEmptyLabels() {
        FlowMetrics metrics = FlowMetrics.of(List.of("drop:sourceContext=pod;destinationContext=app"), BUDGET);
        row.clear();
        row.verdict(Verdicts.DROPPED);
        metrics.flow(row.view());
        row.source(Endpoint.UNKNOWN);
        row.destination(Endpoint.UNKNOWN);
        metrics.flow(row.view());
        assertThat(counts(metrics)).hasSize(1).containsValue(2.0);
    }

    @Test
    void renewEndpoints_otherObjectsOfTheSamePod_countsInTheSameSeries() {
        FlowMetrics metrics = FlowMetrics.of(List.of("drop:sourceContext=pod;destinationIngressContext=pod"), BUDGET);
        for (int snapshot = 0; snapshot < 3; snapshot++) {
            Endpoint pod = new Endpoint(new PodName("shop", "web"), "", List.of(), List.of());
            for (int flow = 0; flow < 2; flow++) {
                row.clear();
                row.verdict(Verdicts.DROPPED);
                row.direction(Directions.INGRESS);
                row.source(pod);
                row.destination(pod);
                metrics.flow(row.view());
            }
            metrics.renewEndpoints();
        }
        assertThat(counts(metrics)).hasSize(1).containsValue(6.0);
    }

    @Test
    void flow_addressAsAnAccessLogWroteIt_isTheLabelWhateverCameBefore() {
        FlowMetrics metrics = FlowMetrics.of(List.of("drop:sourceContext=ip"), BUDGET);
        for (String written : new String[] {"", "::ffff:10.0.0.1", "", "::ffff:10.0.0.1"}) {
            address(1);
            row.verdict(Verdicts.DROPPED);
            if (!written.isEmpty()) {
                row.detail(new Detail(null, null, new byte[0], new byte[0], new WrittenAddresses(written, written)));
            }
            metrics.flow(row.view());
        }
        Map<String, Double> samples = counts(metrics);
        assertThat(samples).hasSize(2).allSatisfy((line, count) -> assertThat(count)
                .isEqualTo(2.0));
        assertThat(String.join("\n", samples.keySet()))
                .contains("source=\"10.0.0.1\"")
                .contains("source=\"::ffff:10.0.0.1\"");
    }

    private static Map<String, Double> counts(FlowMetrics metrics) {
        Map<String, Double> samples = PromText.samples(PromText.lines(metrics));
        samples.keySet().removeIf(line -> line.startsWith("#"));
        return samples;
    }

    private void send(FlowMetrics metrics, int peer) {
        address(peer);
        metrics.flow(row.view());
    }

    private void address(int peer) {
        row.clear();
        row.addFlags(FlowFlags.SOURCE_ADDRESS);
        row.sourceAddress(0, 0xFFFF_0A00_0000L + peer);
    }
}
