// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.cli.Observer;
import io.flowobserver.cli.client.flags.RawFilters;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.filter.flags.FlagException;
import io.flowobserver.proto.flow.EventTypeFilter;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.TCPFlags;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.relay.NodeState;
import io.flowobserver.proto.relay.NodeStatusEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
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
    void request_follow_hasNoNumberAndAnEndOnlyIfWanted() {
        assertThat(request("-f"))
                .isEqualTo(GetFlowsRequest.newBuilder().setFollow(true).build());
        assertThat(request("--follow", "--until", "-1m"))
                .isEqualTo(GetFlowsRequest.newBuilder()
                        .setFollow(true)
                        .setUntil(time("2024-05-07T12:01:00.5Z"))
                        .build());
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
    void request_rawFilters_followThoseOfFlags() {
        GetFlowsRequest request = request(
                "--from-pod",
                "a",
                "--allowlist",
                "{\"source_pod\":[\"b\"]} {\"tcpFlags\":[{\"SYN\":true}]}",
                "--allowlist={\"reply\":[true]}",
                "--denylist",
                "{}");
        assertThat(request.getWhitelistList())
                .containsExactly(
                        filter().addSourcePod("a").build(),
                        filter().addSourcePod("b").build(),
                        filter().addTcpFlags(TCPFlags.newBuilder().setSYN(true)).build(),
                        filter().addReply(true).build());
        assertThat(request.getBlacklistList()).containsExactly(FlowFilter.getDefaultInstance());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "{\"source_pod\":7}", "{\"sauce_pod\":[\"a\"]}", "{} x", "{\"reply\":[1]}"})
    void request_rawFilterThatIsNone_isRefused(String value) {
        assertThatThrownBy(() -> request("--denylist", value))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("invalid --denylist flag: failed to decode '" + value + "': ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --pod a | allowlist: {"source_pod":["a"]} {"destination_pod":["a"]}
            -n kube-system | allowlist: {"source_pod":["kube-system/"]} {"destination_pod":["kube-system/"]}
            --from-namespace a --to-namespace b | allowlist: {"source_pod":["a/"],"destination_pod":["b/"]}
            --service s -n x | allowlist: {"source_service":["x/s"]} {"destination_service":["x/s"]}
            -A | allowlist: {"source_pod":["/"]} {"destination_pod":["/"]}
            --type trace:to-endpoint | allowlist: {"event_type":[{"type":4,"match_sub_type":true}]}
            --tcp-flags syn,ack --tcp-flags fin | allowlist: {"tcp_flags":[{"SYN":true,"ACK":true},{"FIN":true}]}
            --fqdn it's | allowlist: {"source_fqdn":["it''s"]} {"destination_fqdn":["it''s"]}
            --not --from-port 53 | denylist: {"source_port":["53"]}
            --verdict DROPPED --verdict AUDIT | allowlist: {"verdict":["DROPPED","AUDIT"]}
            --from-identity 7 --from-identity 99999 | allowlist: {"source_identity":[7,99999]}
            --ip 1.1.1.1 --to-port 80 | allowlist: {"source_ip":["1.1.1.1"],"destination_port":["80"]} {"destination_ip":["1.1.1.1"],"destination_port":["80"]}
            """)
    void yaml_ofTheRequest_asTheHubbleCliPrintsIt(String arguments, String lists) {
        GetFlowsRequest request = request(arguments.split(" "));
        assertThat(RawFilters.yaml(request.getWhitelistList(), request.getBlacklistList()))
                .isEqualTo(lists.replaceAll(" (\\{\\S+)", "\n    - '$1'"));
    }

    @Test
    void yaml_bothLists_orNeither() {
        GetFlowsRequest request = request("--from-label", "k=v", "--not", "--to-port", "53");
        assertThat(RawFilters.yaml(request.getWhitelistList(), request.getBlacklistList()))
                .isEqualTo(
                        """
                        allowlist:
                            - '{"source_label":["k=v"]}'
                        denylist:
                            - '{"destination_port":["53"]}'""");
        assertThat(RawFilters.yaml(List.of(), List.of())).isEqualTo("{}");
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

    @Test
    void request_namespace_narrowsServicesToo() {
        assertThat(whitelist("--service", "s", "-n", "x"))
                .containsExactly(
                        filter().addSourceService("x/s").build(),
                        filter().addDestinationService("x/s").build());
        assertThat(whitelist("-A"))
                .containsExactly(
                        filter().addSourcePod("/").build(),
                        filter().addDestinationPod("/").build());
        assertThat(whitelist("--to-pod", "p", "--to-service", "s", "--to-all-namespaces"))
                .containsExactly(filter().addDestinationPod("/p")
                        .addDestinationService("/s")
                        .build());
    }

    /** As the hubble CLI prints them with {@code --print-raw-filters}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--uuid u --trace-id t --ip-trace-id 7 | {uuid: u, trace_id: t, ip_trace_id: 7}",
                "--snat-ip 10.0.0.0/8 -4 -6 | {source_ip_xlated: 10.0.0.0/8, ip_version: [IPv4, IPv6]}",
                "--ip-version v4,none --ip-version v6 | {ip_version: [IPv4, IP_NOT_USED, IPv6]}",
                "-l k=v | {source_label: k=v} {destination_label: k=v}",
                "--from-label a --to-label b | {source_label: a, destination_label: b}",
                "--workload w | {source_workload: {name: w}} {destination_workload: {name: w}}",
                "--from-workload Deployment/w | {source_workload: {kind: Deployment, name: w}}",
                "--to-workload Job/ | {destination_workload: {kind: Job}}",
                "--identity world | {source_identity: 2} {destination_identity: 2}",
                "--from-identity aggregate-cluster --to-identity aggregate-remote-node |"
                        + " {source_identity: 11, destination_identity: 14}",
                "--from-identity 0xff --to-identity 4294967295 | {source_identity: 255, destination_identity: 4294967295}",
                "--fqdn *.com | {source_fqdn: '*.com'} {destination_fqdn: '*.com'}",
                "--from-cluster a --to-cluster b | {source_cluster_name: a, destination_cluster_name: b}",
                "--node-name c/n --node-label x | {node_name: c/n, node_labels: x}",
                "--tcp-flags syn,ACK --tcp-flags fin | {tcp_flags: [{SYN: true, ACK: true}, {FIN: true}]}",
                "--drop-reason-desc POLICY_DENIED | {drop_reason_desc: POLICY_DENIED}",
                "--traffic-direction egress --interface eth0 | {traffic_direction: EGRESS, interface: {name: eth0}}",
                "--encrypted | {encrypted: true}",
                "--unencrypted | {encrypted: false}",
                "--http-status 4+ --http-method GET | {http_status_code: 4+, http_method: GET}",
                "--http-path ^/a --http-url b | {http_path: ^/a, http_url: b}",
                "--http-header a:b:c | {http_header: {key: a, value: 'b:c'}}",
                "--cel-expression true | {experimental: {cel_expression: 'true'}}"
            })
    void request_filterFlags_fillTheirFields(String arguments, String filters) throws IOException {
        List<FlowFilter> expected = new ArrayList<>();
        for (String yaml : filters.replace("} {", "}\n{").split("\n", -1)) {
            FlowFilter.Builder filter = filter();
            JsonFormat.parser().merge(new Gson().toJson(lists(new Yaml().<Map<String, Object>>load(yaml))), filter);
            expected.add(filter.build());
        }
        assertThat(whitelist(arguments.split(" "))).isEqualTo(expected);
    }

    @Test
    void request_not_sendsTheNextFlagToTheBlacklist() {
        GetFlowsRequest request = request("--label", "k=v", "--not", "--port", "53", "--not", "--verdict", "DROPPED");
        assertThat(request.getWhitelistList())
                .containsExactly(
                        filter().addSourceLabel("k=v").build(),
                        filter().addDestinationLabel("k=v").build());
        assertThat(request.getBlacklistList())
                .containsExactly(
                        filter().addSourcePort("53").addVerdict(Verdict.DROPPED).build(),
                        filter().addDestinationPort("53")
                                .addVerdict(Verdict.DROPPED)
                                .build());
        assertThat(request("--pod", "a", "--not", "--from-pod", "b").getBlacklistCount())
                .isEqualTo(1);
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
        "--label a --from-label b, filters --from-label and --label cannot be combined",
        "--encrypted --unencrypted, filters --unencrypted and --encrypted cannot be combined",
        "--not --not --port 1, invalid argument \"true\" for \"--not\" flag: consecutive --not statements",
        "--port 1 --not, trailing --not found in the arguments",
        "--drop-reason-desc FOO, 'unknown drop reason, use a name such as POLICY_DENIED'",
        "--drop-reason-desc policy_denied, 'unknown drop reason, did you mean \"POLICY_DENIED\"?'",
        "--tcp-flags syn;foo, 'unknown tcp flag \"syn;foo\", use FIN, SYN,'",
        "--traffic-direction foo, 'unknown traffic direction, use ingress or egress'",
        "--http-header foo, 'for \"--http-header\" flag: use NAME:VALUE'",
        "--ip-trace-id 0, for \"--ip-trace-id\" flag: use a number greater than 0",
        "--identity foo, 'neither a number nor a known security identity, use host, world, unmanaged'",
        "--identity overlay-to-encrypt, 'aggregate-cluster, aggregate-cluster-mesh, aggregate-world or"
                + " aggregate-remote-node'",
        "--identity Wrld, 'did you mean \"world\"? Use host,'",
        "--type foo, known event type: \"foo\"",
        "--type trace:foo, known event sub-type: \"foo\"",
        "--type -1, known event type",
        "--foo, unknown flag \"--foo\"",
        "--last x, invalid argument \"x\" for \"--last\" flag: use a whole number",
        "--first 99999999999999999999, invalid argument \"99999999999999999999\" for \"--first\" flag: this number is",
        "--tls=maybe, 'invalid argument \"maybe\" for \"--tls\" flag: use true or false, or leave'",
        "--pod, the flag --pod needs a value: --pod=[NAMESPACE/]PREFIX",
        "--since foo, failed to parse the since time \"foo\"",
        "--until 2024-13-01, failed to parse the until time",
        "-o table -f, table output format is not compatible with follow mode",
        "-o bogus, 'invalid output format: bogus, use compact, dict, table, json, jsonpb or json-legacy'",
        "--color blue, 'invalid --color value: blue, use auto, always or never'",
        "--color Never, did you mean \"never\"?",
        "-t Drop, did you mean \"drop\"?",
        "-t trace:to_stack, did you mean \"to-stack\"?",
        "--verdict denied, the verdict is DROPPED",
        "--verdict forwrded, did you mean \"FORWARDED\"?",
        "--traffic-direction Igress, did you mean \"ingress\"?",
        "'--tcp-flags syn,akc', did you mean \"ACK\"?",
        "-o JSONPB, did you mean \"jsonpb\"?",
        "--folow, 'unknown flag \"--folow\", did you mean \"--follow\"?'",
        "--Verdict=DROPPED, did you mean \"--verdict\"?",
        "-o json --field-mask source.podname, did you mean \"source.pod_name\"?",
        "--server nowhere, --server \"nowhere\" is no server address",
        "--last -1, --last",
        "--follow --until 1m, cannot follow until a time that has passed: \"1m\"",
        "--follow --until 0s, cannot follow until a time that has passed",
        "--reply --not-reply, filters --not-reply and --reply cannot be combined",
        "-o dict -j, cannot set both --json and --output dict",
        "--field-mask time, compact output format is not compatible with custom field mask",
        "-o json --field-mask bogus, 'failed to construct field mask: there is no field \"bogus\" in flow.Flow'",
        "-o json --field-mask time., failed to construct field mask",
        "--input-file /nope.json, open /nope.json: no such file or directory",
        "--input-file /nope.json -P, cannot use --input-file and --port-forward together",
        "--allowlist {, invalid --allowlist flag: failed to decode '{': unexpected end",
        "--allowlist {\"x\":1}, invalid --allowlist flag: failed to decode",
        "--tls-client-cert-file c, 'certificate and private key are both required, but only one was provided'",
        "--tls-client-cert-file c --tls-client-key-file k, transport layer security required",
        "--tls --tls-ca-cert-files /nope.pem, /nope.pem: no such file",
        "--basic-auth-username u, must specify both --basic-auth-username and --basic-auth-password",
        "--basic-auth-username u --basic-auth-password p, requires transport layer security; add --tls",
        "--timeout x, invalid argument \"x\" for \"--timeout\" flag",
        "--request-timeout 0s, invalid argument \"0s\" for \"--request-timeout\" flag",
        "--port-forward-port 65536, invalid argument \"65536\" for \"--port-forward-port\" flag",
    })
    void execute_wrongUsage_isOneLineAndExitsWithOne(String arguments, String message) {
        StringWriter err = new StringWriter();
        String[] args = ("observe " + arguments).split(" ");
        int code = Observer.commandLine().setErr(new PrintWriter(err, true)).execute(args);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("observer: ").contains(message).hasLineCount(1);
    }

    /** Of several faults, the one that the hubble CLI reports. */
    @ParameterizedTest
    @CsvSource({
        "--tls-client-cert-file c --pod a --from-pod b, cannot be combined",
        "--tls-client-cert-file c --port 1 --not, only one was provided",
        "-o bogus --port 1 --not, trailing --not",
        "-o bogus --first 1 --last 1, invalid output format",
        "--field-mask time --first 1 --last 1, not compatible with custom field mask",
        "--first 1 --last 1 --since foo, cannot set both",
        "--since foo --allowlist {, failed to parse the since time",
        "--allowlist { -o json --field-mask bogus, invalid --allowlist flag",
        "-o json --field-mask bogus --print-raw-filters, failed to construct field mask",
        "--input-file /nope.json --first 1 --last 1, cannot set both",
    })
    void execute_severalFaults_reportsTheOneThatWins(String arguments, String message) {
        StringWriter err = new StringWriter();
        String[] args = ("observe " + arguments).split(" ");
        assertThat(Observer.commandLine().setErr(new PrintWriter(err, true)).execute(args))
                .isEqualTo(1);
        assertThat(err.toString()).contains(message).hasLineCount(1);
    }

    @Test
    void masked_formatsForPeople_askForWhatTheyShow() {
        assertThat(mask())
                .hasSize(26)
                .contains("source.pod_name", "l7", "traffic_direction", "policy_match_type", "egress_denied_by")
                .doesNotContain("source_names", "auth_type");
        assertThat(mask("-o", "table")).hasSize(26).doesNotContain("extensions");
        assertThat(mask("--use-default-field-masks=false")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o dict", "-o table --bytes", "--bytes", "--summary"})
    void masked_countsAreShown_asksForThemToo(String arguments) {
        assertThat(mask(arguments.split(" ", -1)))
                .hasSize(27)
                .containsAll(mask())
                .contains("extensions");
    }

    @Test
    void masked_countsAreShownAsJson_asksForEverythingOrForTheUsersFields() {
        assertThat(mask("-o", "json", "--bytes", "--summary")).isEmpty();
        assertThat(mask("-o", "json", "--bytes", "--summary", "--field-mask", "l4"))
                .containsExactly("l4");
    }

    @Test
    void masked_json_asksForEverythingOrForTheUsersFields() {
        for (String format : List.of("json", "jsonpb", "JSON", "json-legacy")) {
            assertThat(mask("-o", format)).isEmpty();
        }
        assertThat(mask("-j")).isEmpty();
        assertThat(mask("-o", "json", "--field-mask", "time,source.identity", "--field-mask", "l4"))
                .containsExactly("time", "source.identity", "l4");
    }

    @Test
    void printer_legacyJson_printsTheFlowAlone() {
        String bare = "{\"verdict\":\"DROPPED\"}";
        String whole = "{\"flow\":" + bare + ",\"node_name\":\"n\"}";
        // The hidden flag is filled from $HUBBLE_COMPAT.
        String compat = "--compat=other,legacy-json-output";
        assertThat(printed("-o", "json")).isEqualTo(whole);
        assertThat(printed("-o", "json-legacy")).isEqualTo(bare);
        assertThat(printed("-j")).isEqualTo(bare);
        assertThat(printed("-j", "-o", "json")).isEqualTo(bare);
        assertThat(printed(compat, "-o", "json")).isEqualTo(bare);
        assertThat(printed(compat, "-o", "JSON")).isEqualTo(bare);
        assertThat(printed(compat, "-o", "jsonpb")).isEqualTo(whole);
    }

    @Test
    void printer_nodeStatus_isPrintedOnRequest() {
        GetFlowsResponse connected = status(NodeState.NODE_CONNECTED);
        GetFlowsResponse failed = status(NodeState.NODE_ERROR);
        assertThat(command().printer().place(connected)).isEqualTo(Printer.Place.NOWHERE);
        assertThat(command().printer().place(failed)).isEqualTo(Printer.Place.ERROR);
        assertThat(command("-D").printer().place(connected)).isEqualTo(Printer.Place.ERROR);
        assertThat(command("-s").printer().place(failed)).isEqualTo(Printer.Place.NOWHERE);
        assertThat(command("-sD").printer().place(connected)).isEqualTo(Printer.Place.NOWHERE);
    }

    @Test
    void request_inputFile_hasNoDefaultNumber() {
        assertThat(request("--input-file", "-").getNumber()).isZero();
        assertThat(request("--input-file", "-", "--last", "3").getNumber()).isEqualTo(3);
        assertThat(request("--input-file", "-", "--all").getNumber()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--follow=true", "-f", "--follow", "-sf", "-fs"})
    void request_follow_isTakenInEachSpelling(String flag) {
        assertThat(request(flag).getFollow()).isTrue();
        assertThat(request("--follow=false").getFollow()).isFalse();
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

    /** All fields but {@code experimental} are lists; those of one value are written without brackets above. */
    private static Map<String, Object> lists(Map<String, Object> fields) {
        fields.replaceAll((name, value) -> {
            if (name.equals("experimental")) {
                return Map.of("cel_expression", List.of(((Map<?, ?>) value).get("cel_expression")));
            }
            return value instanceof List ? value : List.of(value);
        });
        return fields;
    }

    private static List<FlowFilter> whitelist(String... arguments) {
        GetFlowsRequest request = request(arguments);
        assertThat(request.getBlacklistList()).isEmpty();
        return request.getWhitelistList();
    }

    private static GetFlowsRequest request(String... arguments) {
        return command(arguments).request(NOW);
    }

    private static List<String> mask(String... arguments) {
        ObserveCommand command = command(arguments);
        return command.masked(command.request(NOW)).getFieldMask().getPathsList();
    }

    private static String printed(String... arguments) {
        StringBuilder out = new StringBuilder();
        command(arguments)
                .printer()
                .append(
                        out,
                        GetFlowsResponse.newBuilder()
                                .setFlow(Flow.newBuilder().setVerdict(Verdict.DROPPED))
                                .setNodeName("n")
                                .build());
        return out.toString();
    }

    private static GetFlowsResponse status(NodeState state) {
        return GetFlowsResponse.newBuilder()
                .setNodeStatus(NodeStatusEvent.newBuilder().setStateChange(state))
                .build();
    }

    private static ObserveCommand command(String... arguments) {
        CommandLine root = Observer.commandLine();
        root.parseArgs(Stream.concat(Stream.of("observe"), Stream.of(arguments)).toArray(String[]::new));
        return root.getSubcommands().get("observe").getCommand();
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
