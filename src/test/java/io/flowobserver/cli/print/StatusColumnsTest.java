// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt32Value;
import io.flowobserver.proto.observer.ServerStatusResponse;
import org.junit.jupiter.api.Test;

class StatusColumnsTest {
    private static final ServerStatusResponse STATUS = ServerStatusResponse.newBuilder()
            .setNumFlows(4095)
            .setMaxFlows(4095)
            .setSeenFlows(1_234_567)
            .setFlowsRate(12.345678)
            .setUptimeNs(3_661_500_000_000L)
            .setNumConnectedNodes(UInt32Value.of(2))
            .setVersion("observer v0.1.0\u001b")
            .build();

    @Test
    void dict_status_isThatOfTheHubbleCli() {
        StringBuilder out = new StringBuilder();
        StatusColumns.appendDict(out, STATUS);
        assertThat(out.toString())
                .isEqualTo(
                        """
                                  NUM FLOWS: 4,095
                                  MAX FLOWS: 4,095
                                 SEEN FLOWS: 1,234,567
                           FLOWS PER SECOND: 12.35
                                     UPTIME: 1h1m1.5s
                        NUM CONNECTED NODES: 2
                         NUM UNAVAIL. NODES: N/A
                                    VERSION: observer v0.1.0^[
                        """);
    }

    @Test
    void table_status_isThatOfTheHubbleCli() {
        StringBuilder out = new StringBuilder();
        StatusColumns.appendTable(out, STATUS);
        assertThat(out.toString())
                .isEqualTo("NUM FLOWS   MAX FLOWS   SEEN FLOWS   FLOWS PER SECOND   UPTIME     NUM CONNECTED NODES   "
                        + "NUM UNAVAILABLE NODES   VERSION\n"
                        + "4,095       4,095       1,234,567    12.35              1h1m1.5s   2                     "
                        + "N/A                     observer v0.1.0^[\n");
    }

    @Test
    void dict_nothingKnown_saysSo() {
        StringBuilder out = new StringBuilder();
        StatusColumns.appendDict(
                out, ServerStatusResponse.newBuilder().setFlowsRate(Double.NaN).build());
        assertThat(out.toString()).contains("FLOWS PER SECOND: N/A\n", "UPTIME: 0s\n", "VERSION: \n");
    }

    @Test
    void json_status_isTheResponse() {
        StringBuilder out = new StringBuilder();
        new JsonPrinter<ServerStatusResponse>(ServerStatusResponse.getDescriptor()).append(out, STATUS);
        assertThat(out.toString())
                .isEqualTo("{\"num_flows\":\"4095\",\"max_flows\":\"4095\",\"seen_flows\":\"1234567\","
                        + "\"uptime_ns\":\"3661500000000\",\"num_connected_nodes\":2,"
                        + "\"version\":\"observer v0.1.0\\u001b\",\"flows_rate\":12.345678}");
    }
}
