// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DictPrinterTest {
    @Test
    void append_samples_printWhatTheHubbleCliPrints() throws IOException {
        FlowPrinter printer = printer(false, false);
        StringBuilder out = new StringBuilder();
        for (GetFlowsResponse response : Samples.responses().subList(0, 28)) {
            out.append(Samples.print(printer, response)).append('\n');
        }
        assertThat(out.toString()).isEqualTo(Samples.text("dict.out"));
    }

    @Test
    void append_counts_areExact() {
        assertThat(Samples.print(printer(false, false), CountedFlows.packet()))
                .endsWith(
                        """
                            SUMMARY: TCP Flags: ACK
                            PACKETS: 12
                              BYTES: 3412
                              TOTAL: 120 packets, 34120 bytes
                            REVERSE: 1 packet, 66 bytes
                         FIRST SEEN: May  7 12:33:59.000
                              FLAGS: ...AP.S.
                          REV FLAGS: ...A..S.
                             CLOSED: fin\
                        """);
        assertThat(Samples.print(printer(false, false), CountedFlows.swept()))
                .endsWith("\n    SUMMARY: TCP\n    PACKETS: 1\n      BYTES: 66\n    TOLD BY: sweep");
    }

    @Test
    void append_nodeName_standsAfterTheTime() throws IOException {
        List<GetFlowsResponse> responses = Samples.responses();
        assertThat(Samples.print(printer(true, false), responses.get(0)))
                .startsWith(
                        "  TIMESTAMP: May  7 12:34:01.123\n       NODE: kind/worker-1\n     SOURCE: default/client");
        assertThat(Samples.print(printer(true, false), responses.get(27)))
                .startsWith("  TIMESTAMP: May  7 12:35:02.500\n       NODE: kind/worker-1\n     SOURCE: HUBBLE_RING");
    }

    @Test
    void append_nodeStatus_namesStateNodesAndMessage() throws IOException {
        List<GetFlowsResponse> responses = Samples.responses();
        assertThat(Samples.print(printer(false, false), responses.get(29)))
                .isEqualTo(
                        """
                          TIMESTAMP: May  7 12:35:03.000
                              STATE: NODE_UNAVAILABLE
                              NODES: kind/worker-3
                            MESSAGE: N/A\
                        """);
        assertThat(Samples.print(printer(false, false), responses.get(30)))
                .endsWith("\n      NODES: kind/worker-0, kind/worker-1, kind/worker-2 (and 5 more)"
                        + "\n    MESSAGE: \"invalid fieldmask\"");
    }

    @Test
    void append_color_changesNothingElse() throws IOException {
        FlowPrinter plain = printer(false, false);
        FlowPrinter colored = printer(false, true);
        String first = Samples.print(colored, Samples.responses().get(0));
        assertThat(first)
                .contains(
                        "SOURCE: \u001b[36mdefault/client-6f8d:\u001b[33m43210\u001b[0m\u001b[0m\n",
                        "VERDICT: \u001b[32mFORWARDED\u001b[0m\n");
        assertThat(first.replaceAll("\u001b\\[[0-9]+m", ""))
                .isEqualTo(Samples.print(plain, Samples.responses().get(0)));
    }

    @Test
    void append_controlCharacters_forgeNoLine() {
        GetFlowsResponse flow = Samples.parse("{\"flow\":{\"Summary\":\"a\\n    VERDICT: b\\u001b[2J\"}}");
        assertThat(Samples.print(printer(false, false), flow))
                .endsWith("\n    SUMMARY: a\\n    VERDICT: b^[[2J")
                .hasLineCount(6);
    }

    private static FlowPrinter printer(boolean nodeName, boolean color) {
        Colors colors = new Colors(color);
        return new DictPrinter(Samples.style(nodeName, colors), new PeerColumns(true, colors));
    }
}
