// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.cli.print.CountedFlows;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final FlowTally tally = new FlowTally();

    @Test
    void appendText_flowsAndLosses_countsByKind() throws Exception {
        count("{flow: {verdict: FORWARDED, l4: {TCP: {}}, IP: {ipVersion: IPv4}}}");
        count("{flow: {verdict: DROPPED, l4: {ICMPv6: {}}, IP: {ipVersion: IPv6}}}");
        count("{flow: {verdict: FORWARDED, l4: {UDP: {}}, IP: {ipVersion: IPv4}}}");
        count("{lost_events: {source: PERF_EVENT_RING_BUFFER, num_events_lost: 7}}");
        count("{node_status: {state_change: NODE_ERROR}}");
        assertThat(text(tally.summary(Duration.ofMillis(3_140))))
                .isEqualTo(
                        """
                        3 flows in 3.1s, 7 events lost
                          by verdict    DROPPED 1, FORWARDED 2
                          by protocol   ICMPv6 1, TCP 1, UDP 1
                          by IP version IPv4 2, IPv6 1
                          lost          PERF_EVENT_RING_BUFFER 7""");
        assertThat(tally.summary(Duration.ofMillis(3_140)).json())
                .isEqualTo("{\"summary\":{\"flows\":3,\"seconds\":3.1,\"by_verdict\":{\"DROPPED\":1,\"FORWARDED\":2},"
                        + "\"by_protocol\":{\"ICMPv6\":1,\"TCP\":1,\"UDP\":1},\"by_ip_version\":{\"IPv4\":2,\"IPv6\":1},"
                        + "\"lost\":{\"PERF_EVENT_RING_BUFFER\":7}}}");
    }

    @Test
    void appendText_nothing_hasNoRows() {
        assertThat(text(tally.summary(Duration.ZERO))).isEqualTo("0 flows in 0s, none lost");
        assertThat(tally.isEmpty()).isTrue();
    }

    /** A packet that passes two points of a node counts once, and what has no packet of its own counts, too. */
    @Test
    void appendText_counts_areSummedOverTheirPoints() {
        tally.count(CountedFlows.packet());
        tally.count(CountedFlows.swept());
        assertThat(text(tally.summary(Duration.ZERO))).contains("\n  traffic       12 packets, 3.4 kB");
        tally.count(CountedFlows.counted(
                "TCP", "{\"packets\": 3, \"bytes\": 1000000, \"told_by\": \"sweep\", \"in_node_sums\": true}"));
        Summary summary = tally.summary(Duration.ZERO);
        assertThat(text(summary)).contains("\n  traffic       15 packets, 1.0 MB");
        assertThat(summary.json()).contains("\"packets\":15,\"bytes\":1003412,\"lost\":{}");
    }

    @Test
    void appendText_events_countsThemByType() {
        EventTally<String> events = new EventTally<>(text -> text);
        events.count("A");
        events.count("A");
        events.count("B");
        assertThat(text(events.summary(Duration.ofSeconds(1))))
                .isEqualTo("3 events in 1s, none lost\n  by type       A 2, B 1");
    }

    private void count(String json) throws Exception {
        GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
        JsonFormat.parser().merge(json, response);
        tally.count(response.build());
    }

    private static String text(Summary summary) {
        StringBuilder out = new StringBuilder();
        summary.appendText(out);
        return out.toString();
    }
}
