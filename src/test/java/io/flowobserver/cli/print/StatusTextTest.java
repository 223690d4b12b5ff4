// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt32Value;
import io.flowobserver.proto.observer.ServerStatusResponse;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void append_nodeStatus_looksAsInTheHubbleCliAndSaysMore() {
        ServerStatusResponse.Builder status = ServerStatusResponse.newBuilder()
                .setNumFlows(4095)
                .setMaxFlows(4095)
                .setFlowsRate(12.345678)
                .setUptimeNs(3_661_500_000_000L)
                .setVersion("observer v0.1.0");
        assertThat(text(status))
                .isEqualTo(
                        """
                        Current/Max Flows: 4,095/4,095 (100.00%)
                        Flows/s: 12.35
                        Uptime: 1h1m1.5s
                        Version: observer v0.1.0
                        """);
    }

    @Test
    void append_withoutRate_dividesByUptime() {
        assertThat(text(ServerStatusResponse.newBuilder().setSeenFlows(1000).setUptimeNs(8_000_000_000L)))
                .contains("Flows/s: 125.00\n");
    }

    @Test
    void append_nothingKnown_saysSo() {
        assertThat(text(ServerStatusResponse.newBuilder())).isEqualTo("Current/Max Flows: 0/0\nFlows/s: N/A\n");
    }

    @Test
    void append_hostileFigures_staysText() {
        ServerStatusResponse.Builder status = ServerStatusResponse.newBuilder()
                .setNumFlows(-1)
                .setMaxFlows(-1)
                .setFlowsRate(Double.NaN)
                .setUptimeNs(-1)
                .setVersion("\u001b[2J");
        assertThat(text(status))
                .isEqualTo(
                        """
                        Current/Max Flows: 18,446,744,073,709,551,615/18,446,744,073,709,551,615 (100.00%)
                        Flows/s: N/A
                        Version: ^[[2J
                        """);
    }

    @Test
    void append_relay_countsNodes() {
        ServerStatusResponse.Builder status = ServerStatusResponse.newBuilder()
                .setMaxFlows(10)
                .setNumConnectedNodes(UInt32Value.of(3))
                .setNumUnavailableNodes(UInt32Value.of(4))
                .addUnavailableNodes("a")
                .addUnavailableNodes("b");
        assertThat(text(status))
                .contains("Connected Nodes: 3/7\nUnavailable Nodes: 4\n  - a\n  - b\n  and 2 more...\n");
    }

    private static String text(ServerStatusResponse.Builder status) {
        StringBuilder out = new StringBuilder();
        StatusText.append(out, status.build());
        return out.toString();
    }
}
