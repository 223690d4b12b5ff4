// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowWriter;
import io.flowobserver.flow.L4Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes, series and remembered peers stay within bounds, and each flow is counted or refused. */
class FlowMetricsBoundsTest {
    private static final int FORWARDED = 1;
    private static final int PEERS = 100_000;

    private final FlowWriter row = new FlowWriter();

    @Test
    void flow_moreAddressesThanSeries_refusesTheRest() {
        FlowMetrics metrics = FlowMetrics.of(List.of("flow:sourceContext=ip"));
        for (int pass = 0; pass < 2; pass++) {
            for (int peer = 0; peer < PEERS; peer++) {
                send(metrics, peer);
            }
        }
        Series series = metrics.series().get(0);
        assertThat(series.refused()).isEqualTo(2 * (PEERS - Series.MAX_SERIES));
        var samples = PromText.samples(PromText.lines(metrics));
        samples.keySet().removeIf(line -> line.startsWith("#"));
        assertThat(samples).hasSize(Series.MAX_SERIES);
        assertThat(samples.values()).containsOnly(2.0);
    }

    @Test
    void flow_morePortsThanSeries_refusesTheRest() {
        FlowMetrics metrics = FlowMetrics.of(List.of("port-distribution"));
        for (int protocol : new int[] {L4Protocol.TCP, L4Protocol.UDP}) {
            for (int port = 0; port <= 0xFFFF; port++) {
                row.clear();
                row.addFlags(FlowFlags.REPLY_KNOWN);
                row.verdict(FORWARDED);
                row.l4Protocol(protocol);
                row.destinationPort(port);
                metrics.flow(row.view());
            }
        }
        assertThat(metrics.series().get(0).refused()).isEqualTo(Series.MAX_SERIES);
    }

    @Test
    void keys_moreThanRemembered_startAnew() {
        ContextKeys keys = new ContextKeys(ContextOptions.of(MetricSpec.parse("flow:sourceContext=ip")));
        for (int peer = 0; peer < 3 * ContextKeys.MAX_ENTRIES; peer++) {
            address(peer);
            assertThat(keys.get(row.view())).isEqualTo(ContextKeys.NONE);
            keys.put(peer);
            assertThat(keys.get(row.view())).isEqualTo(peer);
            assertThat(keys.entries()).isBetween(1, ContextKeys.MAX_ENTRIES);
        }
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
