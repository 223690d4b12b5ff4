// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.datapath.CountedEvent;
import io.flowobserver.flow.row.CountState;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.metrics.expose.PromText;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics of flows with counts. */
class CountMetricsTest {
    private static final int SUMMED = CountState.TRACKED | CountState.SUMMED;
    private static final String TRAFFIC = "{direction=\"unknown\",protocol=\"TCP\"}";

    private final Decoder decoder = new Decoder(DecoderOptions.DEFAULT);
    private final FlowWriter row = new FlowWriter();
    private final FlowMetrics metrics = FlowMetrics.of(
            List.of("traffic", "connections", "flow", "tcp", "port-distribution", "icmp", "drop", "flows-to-world"),
            10_000);

    @Test
    void traffic_sumsPacketsAndBytes_ofTheCountingPointOnly() {
        count(CountedEvent.of(SUMMED).telling(3, 4_000));
        count(CountedEvent.of(SUMMED | CountState.SWEPT).telling(2, 5_000_000_000L));
        count(CountedEvent.of(CountState.SUMMED).telling(1, 66));
        count(CountedEvent.of(CountState.TRACKED).telling(1_000, 1_000_000));
        assertThat(samples())
                .containsEntry("observer_flow_packets_total" + TRAFFIC, 6.0)
                .containsEntry("observer_flow_bytes_total" + TRAFFIC, 5_000_004_066.0);
    }

    /** No packet was the cause of such a flow, so no metric of Hubble's counts it. */
    @Test
    void swept_isNoFlowForHubblesMetrics() {
        count(CountedEvent.of(SUMMED | CountState.SWEPT | CountState.CLOSED_TIMEOUT));
        assertThat(samples().keySet()).isNotEmpty().noneMatch(name -> name.contains("hubble_"));
        count(CountedEvent.of(SUMMED));
        assertThat(samples())
                .containsEntry(
                        "hubble_flows_processed_total{protocol=\"TCP\",subtype=\"from-endpoint\",type=\"Trace\""
                                + ",verdict=\"FORWARDED\"}",
                        1.0)
                .containsKey("hubble_tcp_flags_total{family=\"IPv4\",flag=\"SYN\"}");
    }

    @ParameterizedTest
    @CsvSource({"0x04, fin", "0x08, rst", "0x10, timeout", "0x80, reused"})
    void connections_closed_byHow(String state, String how) {
        count(CountedEvent.of(SUMMED | Integer.decode(state)).aged(90_000_000_000L));
        count(CountedEvent.of(CountState.TRACKED | Integer.decode(state)));
        String labels = "{how=\"" + how + "\",protocol=\"TCP\"}";
        assertThat(samples())
                .containsEntry("observer_connections_closed_total" + labels, 1.0)
                .containsEntry("observer_connection_duration_seconds_sum" + labels, 90.0)
                .containsEntry(bucket(how, "60"), 0.0)
                .containsEntry(bucket(how, "300"), 1.0);
    }

    @Test
    void connections_opened_onceForTheNode() {
        count(CountedEvent.of(SUMMED | CountState.OPENED));
        count(CountedEvent.of(CountState.TRACKED | CountState.OPENED));
        assertThat(samples()).containsEntry("observer_connections_opened_total{protocol=\"TCP\"}", 1.0);
    }

    /** The answer to a SYN, once: neither the SYN, nor a SYN-ACK that is sent again, nor one whose SYN was not seen. */
    @Test
    void handshake_isTheAgeOfTheFirstAnswer() {
        CountedEvent answer = new CountedEvent(
                new long[] {1, 74, 1, 74, 1, 74, 2_000_000},
                0x12,
                0x02,
                SUMMED,
                CountedEvent.SYN.replace("5002", "5012"));
        count(answer);
        count(answer.with(CountedEvent.SYN));
        count(new CountedEvent(new long[] {1, 74, 2, 148, 1, 74, 9_000_000}, 0x12, 0x02, SUMMED, answer.packet()));
        count(new CountedEvent(new long[] {1, 74, 1, 74, 0, 0, 0}, 0x12, 0, SUMMED, answer.packet()));
        assertThat(samples())
                .containsEntry("observer_tcp_handshake_seconds_count", 1.0)
                .containsEntry("observer_tcp_handshake_seconds_sum", 0.002);
    }

    @Test
    void allOnes_neverCountBackwards() {
        byte[] hostile = CountedEvent.of(0xffff).array();
        Arrays.fill(hostile, 56, 120, (byte) 0xff);
        for (int i = 0; i < 3; i++) {
            count(hostile);
        }
        assertThat(samples().values()).allMatch(value -> value >= 0);
        assertThat(samples()).containsEntry("observer_flow_bytes_total" + TRAFFIC, (double) Long.MAX_VALUE);
    }

    @Test
    void flow_known_allocatesNothing() {
        decode(CountedEvent.of(SUMMED | CountState.OPENED | CountState.CLOSED_FIN)
                .array());
        for (int i = 0; i < 50_000; i++) {
            metrics.flow(row.view());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            metrics.flow(row.view());
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 10);
    }

    private static String bucket(String how, String most) {
        return "observer_connection_duration_seconds_bucket{how=\"" + how + "\",protocol=\"TCP\",le=\"" + most + "\"}";
    }

    private void count(CountedEvent event) {
        count(event.array());
    }

    private void count(byte[] event) {
        decode(event);
        metrics.flow(row.view());
    }

    private void decode(byte[] event) {
        row.clear();
        assertThat(decoder.decode(EventBytes.of(event), Origin.OWN, row)).isNull();
    }

    private Map<String, Double> samples() {
        return PromText.samples(PromText.lines(metrics));
    }
}
