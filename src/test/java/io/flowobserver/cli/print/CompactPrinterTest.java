// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.flow.text.TimeFormat;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactPrinterTest {
    private final FlowPrinter plain = printer(false, true, false);

    @Test
    void append_samples_printWhatTheHubbleCliPrints() throws IOException {
        List<GetFlowsResponse> responses = Samples.responses();
        List<String> expected = Samples.lines("compact.out");
        assertThat(expected).hasSize(28);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Samples.print(plain, responses.get(i))).isEqualTo(expected.get(i));
        }
    }

    @Test
    void append_nodeStatus_namesTheNodes() throws IOException {
        List<GetFlowsResponse> responses = Samples.responses();
        assertThat(responses.subList(28, 31).stream().map(r -> Samples.print(plain, r)))
                .containsExactly(
                        "May  7 12:35:03.000 [relay-pod]: Receiving flows from 2 nodes: kind/worker-1, kind/worker-2",
                        "May  7 12:35:03.000 [relay-pod]: 1 nodes are unavailable: kind/worker-3",
                        "May  7 12:35:03.000 [relay-pod]: Error \"invalid fieldmask\" on 8 nodes: "
                                + "kind/worker-0, kind/worker-1, kind/worker-2 (and 5 more)");
    }

    @Test
    void append_nodeName_standsAfterTheTime() throws IOException {
        assertThat(Samples.print(printer(true, true, false), Samples.responses().get(0)))
                .startsWith("May  7 12:34:01.123 [kind/worker-1]: default/client-6f8d:43210 ");
    }

    @Test
    void append_counted_packetsAndBytesFollowTheLine() throws IOException {
        Colors none = new Colors(false);
        CompactPrinter counted = new CompactPrinter(Samples.style(false, none), new PeerColumns(true, none), true);
        String line = Samples.print(plain, CountedFlows.packet());
        assertThat(line).endsWith(" FORWARDED (TCP Flags: ACK)");
        assertThat(Samples.print(counted, CountedFlows.packet())).isEqualTo(line + " 12 packets 3.4 kB");
        assertThat(Samples.print(counted, CountedFlows.swept())).endsWith(" (TCP) 1 packet 66 B; sweep");
        for (GetFlowsResponse sample : Samples.responses().subList(0, 28)) {
            assertThat(Samples.print(counted, sample)).isEqualTo(Samples.print(plain, sample));
        }
    }

    @Test
    void append_policyNames_standAfterTheDecision() throws IOException {
        Colors none = new Colors(false);
        FlowPrinter named = new CompactPrinter(
                new LineStyle(false, true, TimeFormat.STAMP_MILLI, none), new PeerColumns(true, none));
        assertThat(Samples.print(named, Samples.responses().get(5)))
                .contains(" INGRESS ALLOWED BY allow-client (CiliumNetworkPolicy), base (NetworkPolicy) (TCP Flags");
        String denied = "\"event_type\":{\"type\":5},\"traffic_direction\":\"EGRESS\",\"egress_denied_by\":"
                + "[{\"name\":\"deny\",\"kind\":\"CiliumNetworkPolicy\"}],\"ingress_denied_by\":[{\"name\":\"x\"}]";
        assertThat(Samples.print(named, flow("\"verdict\":\"AUDIT\"," + denied)))
                .contains(" AUDITED BY deny (CiliumNetworkPolicy) (");
        assertThat(Samples.print(named, flow("\"verdict\":\"DROPPED\"," + denied)))
                .contains(" DENIED BY deny (CiliumNetworkPolicy) (");
        assertThat(Samples.print(named, flow("\"verdict\":\"FORWARDED\"," + denied)))
                .contains(" ALLOWED (");
        assertThat(Samples.print(plain, flow("\"verdict\":\"DROPPED\"," + denied)))
                .contains(" DENIED (");
    }

    @Test
    void append_numeric_showsAddresses() throws IOException {
        FlowPrinter numeric = printer(false, false, false);
        assertThat(Samples.print(numeric, Samples.responses().get(0)))
                .startsWith("May  7 12:34:01.123: 10.0.0.5:43210 (ID:23456) -> 10.0.1.7:80 (ID:34567) to-endpoint");
    }

    @Test
    void append_color_marksHostPortIdentityAndVerdict() throws IOException {
        FlowPrinter colored = printer(false, true, true);
        assertThat(Samples.print(colored, Samples.responses().get(0)))
                .isEqualTo("May  7 12:34:01.123: "
                        + "\u001b[36mdefault/client-6f8d:\u001b[33m43210\u001b[0m\u001b[0m "
                        + "\u001b[35m(ID:23456)\u001b[0m -> "
                        + "\u001b[36mweb/server-0:\u001b[33m80\u001b[0m\u001b[0m \u001b[35m(ID:34567)\u001b[0m "
                        + "to-endpoint \u001b[32mFORWARDED\u001b[0m (TCP Flags: SYN)");
    }

    @Test
    void append_color_changesNothingElse() throws IOException {
        FlowPrinter colored = printer(false, true, true);
        for (GetFlowsResponse response : Samples.responses()) {
            assertThat(Samples.print(colored, response).replaceAll("\u001b\\[[0-9]+m", ""))
                    .isEqualTo(Samples.print(plain, response));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DROPPED, 31",
        "ERROR, 31",
        "REDIRECTED, 32",
        "AUDIT, 33",
        "TRACED, 33",
        "TRANSLATED, 33",
    })
    void append_color_followsTheVerdict(String verdict, int code) {
        String line = Samples.print(printer(false, true, true), flow("\"verdict\":\"" + verdict + "\""));
        assertThat(line).contains("\u001b[" + code + "m" + verdict + "\u001b[0m");
    }

    @Test
    void append_verdictUnknown_hasNoColor() {
        assertThat(Samples.print(printer(false, true, true), flow(""))).endsWith(" UNKNOWN VERDICT_UNKNOWN ()");
    }

    @Test
    void append_controlCharacters_cannotReachTheTerminal() {
        String line = Samples.print(
                plain,
                flow("\"Summary\":\"a\\u001b[31mb\\rc\\nd\\u0007e\\u009bf\\u007f\",\"IP\":{\"source\":\"\\u001b]0;x\"},"
                        + "\"source\":{\"namespace\":\"n\\n\",\"pod_name\":\"p\\u001b\"}"));
        assertThat(line).contains("a^[[31mb\\rc\\nd^Ge\\x9bf\\x7f").contains("n\\n/p^[ (");
        assertThat(line.chars().filter(c -> c < ' ' || (c >= 0x7f && c < 0xa0))).isEmpty();
    }

    @Test
    void append_controlsOfTheDirectionOfText_cannotReachTheTerminal() {
        String line = Samples.print(
                plain,
                flow("\"Summary\":\"a\\u202eb\",\"IP\":{\"source\":\"10.0.0.1\"},\"source_names\":[\"x\\u2066y\"],"
                        + "\"source\":{\"namespace\":\"n\\u200f\",\"pod_name\":\"p\\u061c\"}"));
        assertThat(line).contains("a\\u202eb").contains("n\\u200f/p\\u061c");
        assertThat(line.chars()).allMatch(c -> c < 0x7f);
    }

    @Test
    void append_withoutTimeOrAddresses_staysALine() {
        assertThat(Samples.print(plain, flow("")))
                .isEqualTo("N/A:  (unknown) <>  (unknown) UNKNOWN VERDICT_UNKNOWN ()");
    }

    @Test
    void append_reservedIdentities_haveNames() {
        assertThat(Samples.print(plain, flow("\"source\":{\"identity\":10},\"destination\":{\"identity\":11}")))
                .contains("(world-ipv6)", "(aggregate-cluster)");
        assertThat(Samples.print(plain, flow("\"source\":{\"identity\":14},\"destination\":{\"identity\":15}")))
                .contains("(aggregate-remote-node)", "(ID:15)");
    }

    @Test
    void append_numbersWithoutNames_printTheNumber() {
        assertThat(Samples.print(plain, flow("\"event_type\":{\"type\":4,\"sub_type\":77}")))
                .contains(" 77 VERDICT");
        assertThat(Samples.print(plain, flow("\"event_type\":{\"type\":1,\"sub_type\":-1}")))
                .contains(" -1, 0 VER");
        assertThat(Samples.print(plain, flow("\"event_type\":{\"type\":1,\"sub_type\":159}")))
                .contains(" 159, 0 VER");
        assertThat(Samples.print(plain, flow("\"event_type\":{\"type\":5},\"policy_match_type\":9")))
                .contains(" policy-verdict:unknown TRAFFIC_DIRECTION_UNKNOWN VERDICT_UNKNOWN ");
        assertThat(Samples.print(plain, flow("\"verdict\":99,\"source\":{\"identity\":4294967295}")))
                .contains("(ID:4294967295)")
                .contains(" 99 ()");
    }

    @ParameterizedTest
    @CsvSource({
        "0, Success",
        "2, Invalid packet",
        "15, MTU error message",
        "136, Fragmentation needed",
        "161, NAT 46/64 not enabled",
        "205, Punt to proxy",
    })
    void append_dropCode_printsItsText(int code, String text) {
        assertThat(Samples.print(plain, flow("\"event_type\":{\"type\":1,\"sub_type\":" + code + "}")))
                .contains(" (unknown) " + text + " VERDICT_UNKNOWN");
    }

    /** Forms that the sample flows have not: no protocol, odd types, an address that is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                             | l7-unknown_l7_type",
                "{\"type\":\"SAMPLE\",\"kafka\":{}}               | kafka-sample",
                "{\"type\":\"SAMPLE\",\"http\":{}}                | http-sample",
                "{\"dns\":{\"observation_source\":\"agent\\u001b\"}} | dns-unknown_l7_type agent^[",
                "{\"type\":\"RESPONSE\",\"dns\":{}}               | 'dns-response '",
            })
    void append_accessLog_namesProtocolAndType(String l7, String type) {
        String line = Samples.print(
                plain,
                flow("\"IP\":{\"source\":\"also:garbage\"},\"l4\":{\"TCP\":{\"source_port\":1}},\"is_reply\":false,"
                        + "\"event_type\":{\"type\":129},\"Summary\":\"s\",\"l7\":" + l7));
        assertThat(line).isEqualTo("N/A: [also:garbage]:1 (unknown) ->  (unknown) " + type + " VERDICT_UNKNOWN (s)");
    }

    private static FlowPrinter printer(boolean nodeName, boolean translate, boolean color) {
        Colors colors = new Colors(color);
        return new CompactPrinter(Samples.style(nodeName, colors), new PeerColumns(translate, colors));
    }

    private static GetFlowsResponse flow(String fields) {
        return Samples.parse("{\"flow\":{" + fields + "}}");
    }
}
