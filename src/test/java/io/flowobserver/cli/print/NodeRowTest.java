// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.console.Table;
import io.flowobserver.proto.observer.Node;
import io.flowobserver.proto.observer.TLS;
import io.flowobserver.proto.relay.NodeState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against what the hubble CLI printed. */
class NodeRowTest {
    private static final Node LIVE = Node.newBuilder()
            .setName("kind/worker-1")
            .setVersion("cilium v1.19.0+gabc")
            .setAddress("127.0.0.1:14244")
            .setState(NodeState.NODE_CONNECTED)
            .setTls(TLS.getDefaultInstance())
            .setUptimeNs(3_661_500_000_000L)
            .setNumFlows(4095)
            .setMaxFlows(4095)
            .setSeenFlows(1_234_571)
            .build();
    private static final Node DEAD = Node.newBuilder()
            .setName("kind/worker-2")
            .setAddress("127.0.0.1:1")
            .setState(NodeState.NODE_UNAVAILABLE)
            .setTls(TLS.getDefaultInstance())
            .build();

    @Test
    void wide_liveAndDeadNode_asTheHubbleCliPrintsThem() {
        Table table = new Table(NodeRow.WIDE);
        table.add(NodeRow.wide(LIVE));
        table.add(NodeRow.wide(DEAD));
        StringBuilder out = new StringBuilder();
        table.append(out);
        assertThat(out.toString().lines())
                .containsExactly(
                        "NAME            STATUS        AGE      FLOWS/S   CURRENT/MAX-FLOWS     VERSION               "
                                + "ADDRESS           TLS",
                        "kind/worker-1   Connected     1h1m2s   337.13    4095/4095 (100.00%)   cilium v1.19.0+gabc   "
                                + "127.0.0.1:14244   Disabled",
                        "kind/worker-2   Unavailable   N/A      N/A       N/A                   N/A                   "
                                + "127.0.0.1:1       Disabled");
    }

    @Test
    void narrow_partlyFullRing_padsThePercentage() {
        assertThat(NodeRow.narrow(LIVE.toBuilder().setNumFlows(41).build()).get(4))
                .isEqualTo("41/4095 (  1.00%)");
    }

    @Test
    void wide_statesAndTls_inWords() {
        List<String> nothing = NodeRow.wide(Node.newBuilder().setName("n").build());
        assertThat(nothing).containsExactly("n", "Unknown", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A");
        Node secured = LIVE.toBuilder()
                .setState(NodeState.NODE_ERROR)
                .setTls(TLS.newBuilder().setEnabled(true))
                .build();
        assertThat(NodeRow.wide(secured)).contains("Error", "Enabled");
        assertThat(NodeRow.narrow(DEAD.toBuilder().setState(NodeState.NODE_GONE).build()))
                .contains("Gone");
    }
}
