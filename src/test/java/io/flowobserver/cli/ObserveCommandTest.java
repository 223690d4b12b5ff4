// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.flowobserver.filter.flags.FlagException;
import io.flowobserver.proto.flow.EventTypeFilter;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ObserveCommandTest {
    private static final Instant NOW = Instant.parse("2024-05-07T12:00:00.5Z");

    @Test
    void request_withoutFlags_asksForTheLastTwenty() {
        assertThat(request())
                .isEqualTo(GetFlowsRequest.newBuilder().setNumber(20).build());
    }

    @Test
    void request_byNumber_asksForThatNumber() {
        assertThat(request("--last", "5").getNumber()).isEqualTo(5);
        assertThat(request("--last", "5", "--last", "7").getNumber()).isEqualTo(7);
        assertThat(request("--first", "3"))
                .isEqualTo(
                        GetFlowsRequest.newBuilder().setNumber(3).setFirst(true).build());
        assertThat(request("--all").getNumber()).isEqualTo(-1L);
    }

    @Test
    void request_follow_hasNoNumberAndNoEnd() {
        assertThat(request("-f"))
                .isEqualTo(GetFlowsRequest.newBuilder().setFollow(true).build());
        assertThat(request("--follow", "--until", "1m").hasUntil()).isFalse();
        assertThat(request("--follow", "--last", "2").getNumber()).isEqualTo(2);
    }

    @Test
    void request_byTime_hasNoNumber() {
        GetFlowsRequest request = request("--since", "5m", "--until", "2024-05-07T12:00:00Z");
        assertThat(request.getSince()).isEqualTo(time("2024-05-07T11:55:00.5Z"));
        assertThat(request.getUntil()).isEqualTo(time("2024-05-07T12:00:00Z"));
        assertThat(request.getNumber()).isZero();
        assertThat(request("--since", "5m", "--all").getNumber()).isZero();
        assertThat(request("--since", "5m", "--last", "4").getNumber()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "--first 1 --last 1, --first and --last",
        "--first 1 --all, --first and --all",
        "--first 1 --follow, --first and --follow",
        "--last 1 --all, --last and --all",
    })
    void request_contradictingNumbers_areRefused(String arguments, String flags) {
        assertThatThrownBy(() -> request(arguments.split(" ")))
                .isInstanceOf(FlagException.class)
                .hasMessage("cannot set both " + flags);
    }

    @Test
    void request_eitherEnd_sendsLeftAndRight() {
        assertThat(whitelist("--pod", "a"))
                .containsExactly(
                        filter().addSourcePod("a").build(),
                        filter().addDestinationPod("a").build());
        assertThat(whitelist("--ip", "1.1.1.1", "--to-port", "80"))
                .containsExactly(
                        filter().addSourceIp("1.1.1.1").addDestinationPort("80").build(),
                        filter().addDestinationIp("1.1.1.1")
                                .addDestinationPort("80")
                                .build());
    }

    @Test
    void request_oneEnd_sendsOneFilter() {
        assertThat(whitelist("--from-pod", "a", "--from-pod", "b", "--to-ip", "fd00::/8"))
                .containsExactly(filter().addSourcePod("a")
                        .addSourcePod("b")
                        .addDestinationIp("fd00::/8")
                        .build());
        assertThat(whitelist("--verdict", "DROPPED", "--verdict", "ERROR", "--protocol", "tcp"))
                .containsExactly(filter().addVerdict(Verdict.DROPPED)
                        .addVerdict(Verdict.ERROR)
                        .addProtocol("tcp")
                        .build());
    }

    @Test
    void request_namespace_narrowsPods() {
        assertThat(whitelist("-n", "kube-system"))
                .containsExactly(
                        filter().addSourcePod("kube-system/").build(),
                        filter().addDestinationPod("kube-system/").build());
        assertThat(whitelist("--from-namespace", "a", "--to-namespace", "b"))
                .containsExactly(
                        filter().addSourcePod("a/").addDestinationPod("b/").build());
        assertThat(whitelist("--pod", "p", "--pod", "x/q", "-n", "x"))
                .containsExactly(
                        filter().addSourcePod("x/p").addSourcePod("x/q").build(),
                        filter().addDestinationPod("x/p")
                                .addDestinationPod("x/q")
                                .build());
        assertThatThrownBy(() -> request("--pod", "bar/x", "-n", "foo"))
                .hasMessage("namespace conflict: \"foo\" does not contain \"bar/x\"");
    }

    @ParameterizedTest
    @CsvSource({
        "trace, 4, -1",
        "trace:to-endpoint, 4, 0",
        "trace:to-network, 4, 11",
        "drop:133, 1, 133",
        "l7, 129, -1",
        "agent:policy-updated, 130, 5",
        "trace-sock, 7, -1",
        "6, 6, -1",
    })
    void request_type_takesNamesAndNumbers(String text, int type, int subType) {
        EventTypeFilter.Builder expected = EventTypeFilter.newBuilder().setType(type);
        if (subType >= 0) {
            expected.setMatchSubType(true).setSubType(subType);
        }
        assertThat(whitelist("--type", text))
                .containsExactly(filter().addEventType(expected).build());
    }

    @ParameterizedTest
    @CsvSource({
        "--pod a --from-pod b, invalid argument \"b\" for \"--from-pod\" flag: filters --from-pod and --pod cannot",
        "--to-pod a --pod b, filters --pod and --to-pod cannot be combined",
        "--ip 1.1.1.1 -n x, filters --namespace and --ip cannot be combined",
        "--port 1 --to-port 2, filters --to-port and --port cannot be combined",
        "-n x --from-pod y, filters --from-pod and --namespace cannot be combined",
        "--verdict dropped, invalid argument \"dropped\" for \"--verdict\" flag",
        "--type foo, unknown event type \"foo\"",
        "--type trace:foo, unknown event sub-type \"foo\"",
        "--type -1, unknown event type",
        "--foo, unknown flag \"--foo\"",
        "extra, unexpected argument \"extra\"",
        "--last x, --last",
        "--pod, --pod",
        "--since foo, failed to parse the since time \"foo\"",
        "--until 2024-13-01, failed to parse the until time",
        "-o table -f, table output format is not compatible with follow mode",
        "-o bogus, 'invalid output format: bogus, use compact, dict, table, json or jsonpb'",
        "--color blue, invalid --color value: blue",
        "--server nowhere, --server \"nowhere\" is no server address",
        "--last -1, --last",
    })
    void execute_wrongUsage_isOneLineAndExitsWithOne(String arguments, String message) {
        StringWriter err = new StringWriter();
        String[] args = ("observe " + arguments).split(" ");
        int code = Observer.commandLine().setErr(new PrintWriter(err, true)).execute(args);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("observer: ").contains(message).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pod", "--from-ip", "--verdict"})
    void execute_hostileValue_isEscaped(String flag) {
        StringWriter err = new StringWriter();
        int code = Observer.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("observe", flag, "DROPPED", "--server", "\u001b[31mx\ny");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("^[[31mx\\ny").hasLineCount(1).doesNotContain("\u001b");
    }

    private static List<FlowFilter> whitelist(String... arguments) {
        GetFlowsRequest request = request(arguments);
        assertThat(request.getBlacklistList()).isEmpty();
        return request.getWhitelistList();
    }

    private static GetFlowsRequest request(String... arguments) {
        CommandLine root = Observer.commandLine();
        root.parseArgs(Stream.concat(Stream.of("observe"), Stream.of(arguments)).toArray(String[]::new));
        return root.getSubcommands().get("observe").<ObserveCommand>getCommand().request(NOW);
    }

    private static FlowFilter.Builder filter() {
        return FlowFilter.newBuilder();
    }

    private static Timestamp time(String text) {
        Instant instant = Instant.parse(text);
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
