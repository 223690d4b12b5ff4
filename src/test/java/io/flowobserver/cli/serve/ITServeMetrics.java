// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.capture.CaptureWriter;
import io.flowobserver.tls.TestAuthority;
import io.flowobserver.vectors.Vectors;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution, started the way the hubble server was, with a capture for a source. */
@Tag("concurrent")
class ITServeMetrics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void serve_flagsOfHubble_countsAndShows() throws Exception {
        int events = writeCapture();
        String source = "replay:" + directory.resolve("events.pcap");
        Process process = serve("--metric=dns:query", "--metric=drop", "--metric=tcp", "--metric=flow");
        try (BufferedReader log = process.errorReader()) {
            String address = find(log, "metrics: +on (\\S+): \\[dns \\(query,\\), drop, tcp, flow\\]");
            awaitReady(address);
            find(log, "(has ended)");
            String text = get(address, "/metrics");
            assertThat(text)
                    .contains(
                            "# TYPE hubble_flows_processed_total counter",
                            "hubble_tcp_flags_total{",
                            "observer_flows_total{source=\"" + source + "\"} ")
                    .contains("hubble_lost_events_total{source=\"perf_event_ring_buffer\"} 0.0")
                    .contains("observer_events_total{source=\"" + source + "\",type=\"trace\"} " + (double) events)
                    .contains("observer_ring_capacity_flows 65535.0", "observer_readers{kind=\"grpc\"} 0.0")
                    .containsPattern("observer_build_info\\{java=\"[0-9.]+\",version=\"[0-9].*\"\\} 1\n")
                    .contains("observer_events_malformed_total{reason=\"tcp\",source=\"" + source + "\"}");
            double processed = text.lines()
                    .filter(line -> line.startsWith("hubble_flows_processed_total{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
            assertThat(text)
                    .contains(
                            "observer_flows_total{source=\"" + source + "\"} " + processed,
                            "observer_ring_used_flows " + processed);
            assertThat(processed).isPositive();
        } finally {
            end(process);
        }
    }

    @Test
    void serve_withoutItsOwnMetrics_showsTheReferencesAlone() throws Exception {
        writeCapture();
        Process process = serve("--metric=drop,flow:sourceContext=pod", "--metrics-self=false");
        try (BufferedReader log = process.errorReader()) {
            String address = find(log, "metrics: +on (\\S+): \\[drop, flow \\(source=pod\\)\\]");
            awaitReady(address);
            find(log, "(has ended)");
            assertThat(get(address, "/metrics").lines().filter(line -> line.startsWith("# TYPE")))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("# TYPE hubble_") || line.startsWith("# TYPE grpc_server_"));
        } finally {
            end(process);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serve_callsOfBothListeners_areCounted(boolean self) throws Exception {
        writeCapture();
        Process process = serve("--metrics-self=" + self);
        try (BufferedReader log = process.errorReader()) {
            String listeners = find(log, "listeners: +(.*)");
            String address = find(log, "metrics: +on (\\S+):");
            String status = "{grpc_method=\"ServerStatus\",grpc_service=\"observer.Observer\",grpc_type=\"unary\"} ";
            awaitReady(address);
            assertThat(get(address, "/metrics"))
                    .contains("grpc_server_started_total" + status + "0.0")
                    .contains("grpc_server_handled_total{grpc_code=\"Canceled\",grpc_method=\"Notify\","
                            + "grpc_service=\"peer.Peer\",grpc_type=\"server_stream\"} 0.0")
                    .contains("grpc_server_msg_received_total{grpc_method=\"ServerReflectionInfo\","
                            + "grpc_service=\"grpc.reflection.v1alpha.ServerReflection\","
                            + "grpc_type=\"bidi_stream\"} 0.0");
            for (String listener : listeners.split(", ", -1)) {
                assertThat(new ProcessBuilder(launcher(), "status", "--server", listener)
                                .start()
                                .waitFor())
                        .isZero();
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(address, "/metrics"))
                    .contains("grpc_server_started_total" + status + "2.0")
                    .contains("grpc_server_msg_received_total" + status + "2.0")
                    .contains("grpc_server_msg_sent_total" + status + "2.0")
                    .contains("grpc_server_handled_total{grpc_code=\"OK\"," + status.substring(1) + "2.0"));
        } finally {
            end(process);
        }
    }

    @Test
    void serve_metricsFile_isReadAgainWhenItChanges() throws Exception {
        writeCapture();
        Path file = directory.resolve("metrics.yaml");
        Files.writeString(file, "metrics: [{name: drop}, {name: dorp}]");
        Process process = serve("--dynamic-metrics-config-path=" + file, "--replay-loop");
        try (BufferedReader log = process.errorReader()) {
            find(log, "(metric \"dorp\" does not exist; it is left out)");
            String address = find(log, "metrics: +on (\\S+): \\[drop\\]");
            Files.writeString(
                    file,
                    "metrics: [{name: flow, contextOptions: [{name: labelsContext, values: [traffic_direction]}],"
                            + " includeFilters: [{ip_version: [IPv4]}]}]");
            Awaitility.await().atMost(PATIENCE).until(() -> get(address, "/metrics")
                    .contains("hubble_flows_processed_total{"));
            assertThat(get(address, "/metrics"))
                    .contains("traffic_direction=\"", "observer_metrics_file_reloads_total 2.0")
                    .doesNotContain("hubble_drop_total");
        } finally {
            end(process);
        }
    }

    @Test
    void serve_inventoryAndTlsFiles_areReadAgainWhenTheyChange() throws Exception {
        writeCapture();
        TestAuthority authority = TestAuthority.create(directory, "ca");
        Path inventory = Files.writeString(directory.resolve("inventory.json"), "{}");
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        Files.copy(authority.certificate(), certificate);
        Files.copy(authority.key(), key);
        Process process = serve(
                "--replay-loop",
                "--inventory=file:" + inventory,
                "--tls-cert-file=" + certificate,
                "--tls-key-file=" + key,
                "--metrics-server-tls-cert-file=" + certificate,
                "--metrics-server-tls-key-file=" + key);
        try (BufferedReader log = process.errorReader()) {
            find(log, "(metrics: +on .* \\(TLS\\))");
            Files.writeString(inventory, "{\"links\": []}");
            find(log, "(inventory .* was read again)");
            TestAuthority.Issued next = authority.issue("server", 10, "DNS:localhost");
            Files.copy(next.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);
            find(log, "(TLS files were read again)");
            find(log, "(TLS files were read again)");
        } finally {
            end(process);
        }
    }

    @Test
    void serve_metricThatTheReleaseDoesNotHave_isLeftOut() throws Exception {
        writeCapture();
        Process process = serve("--cilium-compat=1.20", "--metric=kafka,sctp:sourceContext=pod|ip,tcp");
        try (BufferedReader log = process.errorReader()) {
            find(log, "(metric \"kafka\" is left out: Cilium 1.20 does not have it)");
            awaitReady(find(log, "metrics: +on (\\S+): \\[sctp \\(source=pod\\|ip\\), tcp\\]"));
        } finally {
            end(process);
        }
    }

    @Test
    void serve_unknownMetric_isAUsageError() throws Exception {
        writeCapture();
        Process process = serve("--metric=dorp");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.errorReader().lines())
                .containsExactly("observer: --metric: metric \"dorp\" does not exist; the metrics are connections,"
                        + " dns, drop, flow, flows-to-world, http, httpV2, icmp, kafka, policy, port-distribution,"
                        + " sctp, tcp, traffic;"
                        + " see \"observer serve --help\"");
    }

    @Test
    void serve_metricsAddressThatCannotBeBound_saysWhichFlag() throws Exception {
        writeCapture();
        Process process = new ProcessBuilder(
                        launcher(),
                        "serve",
                        "--listen-client-urls=127.0.0.1:0",
                        "--metrics-server=192.0.2.1:6943",
                        "--source=replay:" + directory.resolve("events.pcap"))
                .start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(process.errorReader().lines())
                .containsExactly("observer: --metrics-server: cannot listen on 192.0.2.1:6943: no interface of this"
                        + " machine has the address; use one of its own or only a port");
    }

    private Process serve(String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                launcher(),
                "serve",
                "--listen-client-urls=127.0.0.1:0",
                "--listen-client-urls=unix://" + directory.resolve("hubble.sock"),
                "--metrics-server",
                "127.0.0.1:0",
                "--source=replay:" + directory.resolve("events.pcap"),
                "--replay-speed=max"));
        command.addAll(List.of(flags));
        return new ProcessBuilder(command).start();
    }

    private static String launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toString();
    }

    private int writeCapture() throws Exception {
        int events = 0;
        try (CaptureWriter capture = CaptureWriter.create(directory.resolve("events.pcap"))) {
            for (JsonObject vector : Vectors.read("trace")) {
                capture.write(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, events++, Vectors.bytes(vector));
            }
        }
        return events;
    }

    private static void awaitReady(String address) {
        Awaitility.await().atMost(PATIENCE).until(() -> get(address, "/readyz").equals("ready\n"));
    }

    private static String find(BufferedReader log, String pattern) throws Exception {
        List<String> seen = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            seen.add(line);
            Matcher match = Pattern.compile(pattern).matcher(line);
            if (match.find()) {
                return match.group(1);
            }
        }
        throw new AssertionError("not in the log: " + pattern + " " + seen);
    }

    private static String get(String address, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
