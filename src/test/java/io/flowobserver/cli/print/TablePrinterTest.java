// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
    private final StringBuilder out = new StringBuilder();

    @Test
    void finish_samples_printsWhatTheHubbleCliPrints() throws IOException {
        TablePrinter printer = printer(false);
        for (GetFlowsResponse response : Samples.responses().subList(0, 28)) {
            printer.append(out, response);
        }
        assertThat(out).isEmpty();
        printer.finish(out);
        assertThat(out.append('\n').toString()).isEqualTo(Samples.text("table.out"));
    }

    @Test
    void finish_noFlows_printsNothing() {
        printer(false).finish(out);
        assertThat(out).isEmpty();
    }

    @Test
    void finish_nodeName_isTheSecondColumn() throws IOException {
        TablePrinter printer = printer(true);
        printer.append(out, Samples.responses().get(0));
        printer.append(out, Samples.responses().get(27));
        printer.finish(out);
        assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly(
                        "TIMESTAMP|NODE|SOURCE|DESTINATION|TYPE|VERDICT|SUMMARY",
                        "May|7 12:34:01.123|kind/worker-1|default/client-6f8d:43210|web/server-0:80|to-endpoint|"
                                + "FORWARDED|TCP Flags: SYN",
                        "May|7 12:35:02.500|kind/worker-1|HUBBLE_RING_BUFFER|-|EVENTS LOST|-|CPU(0) - 42 "
                                + "(first: May|7 12:35:01.000, last: May|7 12:35:02.500)");
    }

    @Test
    void finish_counted_hasColumnsOfPacketsAndBytes() throws IOException {
        TablePrinter printer = printer(true, true);
        printer.append(out, CountedFlows.packet());
        printer.append(out, CountedFlows.swept());
        printer.append(out, flow("no counts"));
        printer.append(out, Samples.responses().get(27));
        printer.finish(out);
        assertThat(out.append('\n').toString())
                .isEqualTo(
                        """
                        TIMESTAMP             NODE            SOURCE               DESTINATION   TYPE          VERDICT           PACKETS   BYTES    SUMMARY
                        May  7 12:34:01.123                   10.0.1.5:41620       10.0.2.9:80   to-endpoint   FORWARDED         12        3.4 kB   TCP Flags: ACK
                        May  7 12:34:01.123                   10.0.1.5:41620       10.0.2.9:80   to-endpoint   FORWARDED         1         66 B     TCP; sweep
                        N/A                                                                      UNKNOWN       VERDICT_UNKNOWN                      no counts
                        May  7 12:35:02.500   kind/worker-1   HUBBLE_RING_BUFFER   -             EVENTS LOST   -                                    CPU(0) - 42 (first: May  7 12:35:01.000, last: May  7 12:35:02.500)
                        """);
    }

    @Test
    void append_nodeStatus_isALineAtOnce() throws IOException {
        printer(false).append(out, Samples.responses().get(29));
        assertThat(out.toString()).isEqualTo("May  7 12:35:03.000 [relay-pod]: 1 nodes are unavailable: kind/worker-3");
    }

    @Test
    void append_tooManyRows_comesInParts() {
        TablePrinter printer = printer(false);
        GetFlowsResponse narrow = flow("a");
        for (int i = 1; i < TablePrinter.MAX_ROWS; i++) {
            printer.append(out, narrow);
        }
        assertThat(out).isEmpty();
        printer.append(out, narrow);
        assertThat(out.toString().lines()).hasSize(TablePrinter.MAX_ROWS + 1);
        out.setLength(0);
        printer.append(out, narrow);
        printer.finish(out);
        assertThat(out.toString().lines()).hasSize(1).allMatch(line -> line.endsWith("a"));
    }

    /** Columns are counted in characters, of which some take two of Java's; nobody's name forges a line. */
    @Test
    void finish_strangeText_keepsTheColumns() {
        TablePrinter printer = printer(false);
        for (String name : List.of("\uD83D\uDE00", "n\\n", "x")) {
            printer.append(
                    out,
                    Samples.parse("{\"flow\":{\"Summary\":\"end\",\"IP\":{},\"destination\":{\"pod_name\":\"" + name
                            + "\"}}}"));
        }
        printer.finish(out);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4);
        for (String line : lines.subList(1, 4)) {
            assertThat(line.codePointCount(0, line.indexOf("UNKNOWN")))
                    .isEqualTo(lines.get(0).indexOf("TYPE"));
        }
    }

    private static TablePrinter printer(boolean nodeName) {
        return printer(nodeName, false);
    }

    private static TablePrinter printer(boolean nodeName, boolean counted) {
        Colors none = new Colors(false);
        return new TablePrinter(Samples.style(nodeName, none), new PeerColumns(true, none), counted);
    }

    private static GetFlowsResponse flow(String summary) {
        return Samples.parse("{\"flow\":{\"Summary\":\"" + summary + "\"}}");
    }
}
