// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.node.FindNamesResponse;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    private static final String TIMES = "oldest: '2026-11-30T10:00:00.5Z', newest: '2026-11-30T11:00:00Z'";
    private static final String UNSEEN = "cannot_see: [{what: 'dropped packets', why: 'w', kind: UNSEEN_KIND_DROPS},"
            + " {what: 'policy verdicts', why: 'w', kind: UNSEEN_KIND_POLICY_VERDICTS},"
            + " {what: 'L7 requests', why: 'w', kind: UNSEEN_KIND_L7},"
            + " {what: 'names of pods', why: 'there is no inventory', remedy: 'give --inventory=file:FILE',"
            + " kind: UNSEEN_KIND_NAMES}]";

    @Test
    void empty_filters_tellsWhatTheRingHolds() throws Exception {
        assertThat(empty(
                        "{whitelist: [{source_ip: ['1.1.1.1']}]}",
                        "{ring: {used_flows: 5, capacity_flows: 9, " + TIMES + "}}",
                        "{}"))
                .containsExactly(
                        "no flow matched; the server has 5 flows, from 2026-11-30T10:00:00Z to 2026-11-30T11:00:00Z");
        assertThat(empty("{number: 20}", "{ring: {used_flows: 0, capacity_flows: 9}}", "{}"))
                .containsExactly("no flow; the server has no flows yet");
        assertThat(empty("{whitelist: [{reply: [true]}]}", "{ring: {used_flows: 5, capacity_flows: 9}}", "{}"))
                .containsExactly("no flow matched; the server has 5 flows of at most 9");
        assertThat(empty("{whitelist: [{reply: [true]}]}", "{}", "{}")).containsExactly("no flow matched");
    }

    @Test
    void empty_unknownNames_tellsTheNearest() throws Exception {
        String request =
                "{whitelist: [{source_pod: ['shop/crat', 'shpo/'], source_service: ['x'], source_label: ['a=b']},"
                        + " {destination_pod: ['shop/crat', '/', 'shpo/']}]}";
        String found = "{names: [{nearest: ['shop/cart-1', 'shop/cart-2']}, {nearest: ['shop']}, {known: true}, {}]}";
        assertThat(empty(request, "{}", found))
                .containsExactly(
                        "no flow matched",
                        "there is no pod \"shop/crat\", did you mean \"shop/cart-1\" or \"shop/cart-2\"?",
                        "there is no namespace \"shpo\", did you mean \"shop\"?",
                        "there is no endpoint with the labels \"a=b\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verdict: [DROPPED] | dropped packets",
                "event_type: [{type: 1}] | dropped packets",
                "drop_reason_desc: [POLICY_DENIED] | dropped packets",
                "event_type: [{type: 5}] | policy verdicts",
                "event_type: [{type: 129}] | L7 requests",
                "protocol: [dns] | L7 requests",
                "http_method: [GET] | L7 requests",
                "source_pod: [a] | names of pods",
            })
    void empty_whatTheServerCannotSee_isTold(String filter, String what) throws Exception {
        List<String> lines = empty("{whitelist: [{" + filter + "}]}", "{" + UNSEEN + "}", "{}");
        assertThat(lines).hasSize(2).last().asString().startsWith("this server cannot see " + what + ": ");
    }

    @Test
    void empty_whatIsNotAsked_isNotTold() throws Exception {
        assertThat(empty("{whitelist: [{protocol: [tcp]}]}", "{" + UNSEEN + "}", "{}"))
                .hasSize(1);
        assertThat(empty("{whitelist: [{source_pod: [a]}]}", "{" + UNSEEN + "}", "{}"))
                .contains("this server cannot see names of pods: there is no inventory;"
                        + " give --inventory=file:FILE to \"observer serve\"");
    }

    @Test
    void range_beginningBeforeTheRing_tellsHowFarItReaches() throws Exception {
        String since = "{since: '2026-11-30T09:00:00Z'}";
        assertThat(range(since, "{ring: {used_flows: 9, capacity_flows: 9, " + TIMES + "}}"))
                .containsExactly("--since goes back to 2026-11-30T09:00:00Z, but the oldest flow is of"
                        + " 2026-11-30T10:00:00Z; the server keeps 9 flows, more with \"observer serve --max-flows\"");
        assertThat(range(
                        since,
                        "{started: '2026-11-30T09:59:00Z', ring: {used_flows: 5, capacity_flows: 9, " + TIMES + "}}"))
                .singleElement()
                .asString()
                .endsWith("nothing is known from before the start of the server, at 2026-11-30T09:59:00Z");
        assertThat(range("{since: '2026-11-30T10:00:01Z'}", "{ring: {" + TIMES + "}}"))
                .isEmpty();
        assertThat(range("{}", "{ring: {" + TIMES + "}}")).isEmpty();
    }

    @Test
    void mayBeShort_onlyIfTheFirstFlowIsLate() throws Exception {
        FlowTally tally = new FlowTally();
        Question since = question("{since: '2026-11-30T10:00:00Z'}");
        assertThat(Explanation.mayBeShort(since, tally)).isFalse();
        tally.count(read(GetFlowsResponse.newBuilder(), "{time: '2026-11-30T10:00:00.9Z', flow: {}}")
                .build());
        assertThat(Explanation.mayBeShort(since, tally)).isFalse();
        assertThat(Explanation.mayBeShort(question("{since: '2026-11-30T09:00:00Z'}"), tally))
                .isTrue();
        assertThat(Explanation.mayBeShort(question("{}"), tally)).isFalse();
    }

    @Test
    void losses_eachPlace_hasItsRemedy() throws Exception {
        FlowTally tally = new FlowTally();
        for (String place : List.of("PERF_EVENT_RING_BUFFER", "OBSERVER_EVENTS_QUEUE", "HUBBLE_RING_BUFFER")) {
            tally.count(
                    read(GetFlowsResponse.newBuilder(), "{lost_events: {source: " + place + ", num_events_lost: 3}}")
                            .build());
        }
        assertThat(Explanation.losses(tally)).hasSize(3).allMatch(line -> line.startsWith("lost 3 "));
        assertThat(String.join("\n", Explanation.losses(tally)))
                .contains("--perf-ring-pages", "--source-queue-bytes", "--max-flows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "invalid source port filter: invalid port \"x\": strconv.ParseUint: parsing \"x\": invalid syntax"
                        + " | invalid source port filter: invalid port \"x\"; use a number from 0 to 65535",
                "invalid protocol filter: unknown protocol: \"htpp\" | invalid protocol filter: unknown protocol: \"htpp\", did"
                        + " you mean \"http\"? Use tcp, udp, sctp, icmp, icmpv4, icmpv6, igmp, vrrp, dns or http",
                "strconv.Atoi: no | no",
                "something else | something else",
            })
    void serverWords_areSaidForPeople(String message, String expected) {
        assertThat(ServerWords.explain(message)).isEqualTo(expected);
    }

    private static List<String> empty(String request, String node, String found) throws Exception {
        return new Explanation(question(request), node(node))
                .empty(read(FindNamesResponse.newBuilder(), found).build(), false);
    }

    private static List<String> range(String request, String node) throws Exception {
        return new Explanation(question(request), node(node)).range();
    }

    private static Question question(String request) throws Exception {
        return new Question(read(GetFlowsRequest.newBuilder(), request).build());
    }

    private static NodeStatus node(String json) throws Exception {
        return read(NodeStatus.newBuilder(), json).build();
    }

    private static <B extends Message.Builder> B read(B builder, String json) throws Exception {
        JsonFormat.parser().merge(json, builder);
        return builder;
    }
}
