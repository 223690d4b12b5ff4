// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.Observer;
import io.flowobserver.filter.flags.FilterFlag;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --print-raw-filters} prints for each filter flag: flags, the allow list, and the deny list after !. */
class RawFiltersTest {
    private static final String TABLE =
            """
            --uuid u | {"uuid":["u"]}
            --ip 1.1.1.1 | {"source_ip":["1.1.1.1"]} {"destination_ip":["1.1.1.1"]}
            --from-ip 1.1.1.1 | {"source_ip":["1.1.1.1"]}
            --to-ip fd00::/8 | {"destination_ip":["fd00::/8"]}
            --snat-ip 1.1.1.1 | {"source_ip_xlated":["1.1.1.1"]}
            --ipv4 | {"ip_version":["IPv4"]}
            -4 -6 | {"ip_version":["IPv4","IPv6"]}
            --ipv6 | {"ip_version":["IPv6"]}
            --ip-version v4,none | {"ip_version":["IPv4","IP_NOT_USED"]}
            --pod a | {"source_pod":["a"]} {"destination_pod":["a"]}
            --from-pod a --from-pod b | {"source_pod":["a","b"]}
            --to-pod a | {"destination_pod":["a"]}
            -n kube-system | {"source_pod":["kube-system/"]} {"destination_pod":["kube-system/"]}
            --namespace x --service s | {"source_service":["x/s"]} {"destination_service":["x/s"]}
            --from-namespace a --to-namespace b | {"source_pod":["a/"],"destination_pod":["b/"]}
            -A | {"source_pod":["/"]} {"destination_pod":["/"]}
            --all-namespaces | {"source_pod":["/"]} {"destination_pod":["/"]}
            --from-all-namespaces | {"source_pod":["/"]}
            --to-all-namespaces | {"destination_pod":["/"]}
            -l k=v | {"source_label":["k=v"]} {"destination_label":["k=v"]}
            --label k | {"source_label":["k"]} {"destination_label":["k"]}
            --from-label k | {"source_label":["k"]}
            --to-label k | {"destination_label":["k"]}
            --service s | {"source_service":["s"]} {"destination_service":["s"]}
            --from-service s | {"source_service":["s"]}
            --to-service s | {"destination_service":["s"]}
            --workload w | {"source_workload":[{"name":"w"}]} {"destination_workload":[{"name":"w"}]}
            --from-workload Deployment/w | {"source_workload":[{"name":"w","kind":"Deployment"}]}
            --to-workload Job/ | {"destination_workload":[{"kind":"Job"}]}
            --identity world | {"source_identity":[2]} {"destination_identity":[2]}
            --from-identity 0xff | {"source_identity":[255]}
            --to-identity aggregate-remote-node | {"destination_identity":[14]}
            --fqdn *.com | {"source_fqdn":["*.com"]} {"destination_fqdn":["*.com"]}
            --from-fqdn a | {"source_fqdn":["a"]}
            --to-fqdn a | {"destination_fqdn":["a"]}
            --cluster c | {"source_cluster_name":["c"]} {"destination_cluster_name":["c"]}
            --from-cluster c | {"source_cluster_name":["c"]}
            --to-cluster c | {"destination_cluster_name":["c"]}
            --node-name c/n | {"node_name":["c/n"]}
            --node-label x | {"node_labels":["x"]}
            --port 53 | {"source_port":["53"]} {"destination_port":["53"]}
            --from-port 53 | {"source_port":["53"]}
            --to-port 53 | {"destination_port":["53"]}
            --ip 1.1.1.1 --to-port 80 | {"source_ip":["1.1.1.1"],"destination_port":["80"]} \
            {"destination_ip":["1.1.1.1"],"destination_port":["80"]}
            --protocol kafka | {"protocol":["kafka"]}
            --tcp-flags syn,ack --tcp-flags fin | {"tcp_flags":[{"SYN":true,"ACK":true},{"FIN":true}]}
            -t l7 | {"event_type":[{"type":129}]}
            --type trace:to-endpoint | {"event_type":[{"type":4,"match_sub_type":true}]}
            --type agent:policy-updated | {"event_type":[{"type":130,"match_sub_type":true,"sub_type":5}]}
            --verdict DROPPED | {"verdict":["DROPPED"]}
            --drop-reason-desc POLICY_DENIED | {"drop_reason_desc":["POLICY_DENIED"]}
            --drop-reason-desc DROP_FRAG_NOT_FOUND_WORLD | {"drop_reason_desc":["DROP_FRAG_NOT_FOUND_WORLD"]}
            --traffic-direction egress | {"traffic_direction":["EGRESS"]}
            --interface eth0 | {"interface":[{"name":"eth0"}]}
            --encrypted | {"encrypted":[true]}
            --unencrypted | {"encrypted":[false]}
            --reply | {"reply":[true]}
            --reply=false | {"reply":[true]}
            --not-reply | {"reply":[false]}
            --not --reply | !{"reply":[true]}
            --http-status 4+ | {"http_status_code":["4+"]}
            --http-method GET | {"http_method":["GET"]}
            --http-path ^/a | {"http_path":["^/a"]}
            --http-url b | {"http_url":["b"]}
            --http-header a:b:c | {"http_header":[{"key":"a","value":"b:c"}]}
            --trace-id t | {"trace_id":["t"]}
            --ip-trace-id 7 | {"ip_trace_id":["7"]}
            --cel-expression true | {"experimental":{"cel_expression":["true"]}}
            --label k=v --not --port 53 | {"source_label":["k=v"]} {"destination_label":["k=v"]} \
            !{"source_port":["53"]} !{"destination_port":["53"]}
            --allowlist {"uuid":["a"]}{"uuid":["b"]} --denylist {"uuid":["c"]} | {"uuid":["a"]} {"uuid":["b"]} \
            !{"uuid":["c"]}
            --pod a --allowlist {"uuid":["b"]} | {"source_pod":["a"]} {"destination_pod":["a"]} {"uuid":["b"]}
            """;

    static Stream<String> rows() {
        return TABLE.lines();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void observe_printRawFilters_printsWhatIsSent(String row) {
        int bar = row.indexOf(" | ");
        List<String> allowed = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        for (String filter : row.substring(bar + 3).split(" ", -1)) {
            (filter.startsWith("!") ? denied : allowed).add(filter.replaceFirst("^!", ""));
        }
        String expected = list("allowlist", allowed) + list("denylist", denied);
        assertThat(print(row.substring(0, bar).split(" ", -1))).isEqualTo(expected);
    }

    @Test
    void rows_everyFilterFlag_hasOne() {
        assertThat(Arrays.stream(FilterFlag.values())
                        .map(FilterFlag::flag)
                        .filter(flag -> !TABLE.matches("(?s).*(^|\\s)" + flag + "[ =].*")))
                .isEmpty();
    }

    @Test
    void observe_noFilters_printsAnEmptyObject() {
        assertThat(print()).isEqualTo("{}\n");
    }

    private static String list(String name, List<String> filters) {
        if (filters.isEmpty()) {
            return "";
        }
        StringBuilder yaml = new StringBuilder(name).append(":\n");
        filters.forEach(filter -> yaml.append("    - '").append(filter).append("'\n"));
        return yaml.toString();
    }

    private static String print(String... flags) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = Stream.concat(Stream.of("observe", "--print-raw-filters"), Stream.of(flags))
                .toArray(String[]::new);
        int code = Observer.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        return out.toString();
    }
}
