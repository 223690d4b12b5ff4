// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.e2e.DaemonProcess;
import io.flowobserver.vectors.CountedCapture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The counts of a capture: replayed by the packaged daemon, and read by the packaged client and from its metrics. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("concurrent")
class ITCounts {
    private Path directory;
    private DaemonProcess daemon;
    private String metrics;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Assumptions.assumeTrue(Files.isExecutable(launcher()), () -> launcher() + " is missing: run make build");
        Path capture = directory.resolve("counted.pcap");
        CountedCapture.write(capture);
        daemon = DaemonProcess.with(
                Map.of(),
                "serve",
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--listen-client-urls=unix://" + directory.resolve("o.sock"),
                "--metrics-server=127.0.0.1:0",
                "--metric=traffic connections flow tcp");
        metrics = daemon.awaitLog("metrics: ").replaceFirst(".* on (\\S+): .*", "$1");
        daemon.awaitLog(" has ended");
    }

    @AfterAll
    void stop() {
        if (daemon != null) {
            daemon.stop();
        }
    }

    @Test
    void observe_json_tellsEachPacketOnce() throws Exception {
        List<JsonObject> summed = new ArrayList<>();
        List<String> lines = observe("-o", "json");
        for (String line : lines) {
            JsonObject flow = JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("flow");
            JsonObject counts = flow.getAsJsonObject("extensions").getAsJsonObject("value");
            if (counts.has("in_node_sums")) {
                summed.add(counts);
            }
        }
        assertThat(lines).hasSize(CountedCapture.FLOWS);
        assertThat(summed).hasSize(CountedCapture.FLOWS - 1);
        assertThat(sum(summed, "packets")).isEqualTo(CountedCapture.PACKETS);
        assertThat(sum(summed, "bytes")).isEqualTo(CountedCapture.BYTES);
    }

    @Test
    void observe_bytes_showsThem() throws Exception {
        assertThat(observe("--bytes").stream().map(line -> line.replaceFirst(".*FORWARDED ", "")))
                .containsExactly(
                        "(TCP Flags: SYN) 1 packet 74 B",
                        "(TCP Flags: SYN) 1 packet 74 B",
                        "(TCP Flags: SYN, ACK) 1 packet 74 B",
                        "(TCP Flags: ACK) 10 packets 15.0 kB",
                        "(TCP) 5 packets 7.5 kB; sweep",
                        "(TCP Flags: ACK, FIN) 2 packets 132 B");
        assertThat(observe("-o", "table", "--bytes").stream().map(line -> line.replaceFirst(".* (FORW|VERD)", "$1")))
                .startsWith("VERDICT     PACKETS   BYTES     SUMMARY", "FORWARDED   1         74 B      TCP Flags: SYN")
                .contains("FORWARDED   5         7.5 kB    TCP; sweep");
        assertThat(observe("-o", "dict"))
                .containsSequence("    SUMMARY: TCP Flags: ACK, FIN", "    PACKETS: 2", "      BYTES: 132")
                .contains("     CLOSED: fin", "    TOLD BY: sweep");
        assertThat(observe()).allMatch(line -> line.endsWith(")"));
    }

    @Test
    void observe_summary_isTheSumOfAServerAndOfAFile() throws Exception {
        String traffic = "\n  traffic       19 packets, 22.8 kB\n";
        assertThat(errors("--summary")).contains(traffic);
        Path file = Files.write(directory.resolve("flows.json"), observe("-o", "json"));
        assertThat(errors("--input-file", file.toString(), "--summary"))
                .startsWith("6 flows in ")
                .contains(traffic);
    }

    @Test
    void metrics_sumTheConnection_andCountNoFlowOfTheSweep() throws Exception {
        String page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + metrics + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        assertThat(Map.of(
                        "observer_flow_packets_total", family(page, "observer_flow_packets_total"),
                        "observer_flow_bytes_total", family(page, "observer_flow_bytes_total"),
                        "observer_connections_opened_total", family(page, "observer_connections_opened_total"),
                        "observer_connections_closed_total", family(page, "observer_connections_closed_total"),
                        "observer_tcp_handshake_seconds_count", family(page, "observer_tcp_handshake_seconds_count"),
                        "hubble_flows_processed_total", family(page, "hubble_flows_processed_total")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "observer_flow_packets_total",
                        (double) CountedCapture.PACKETS,
                        "observer_flow_bytes_total",
                        (double) CountedCapture.BYTES,
                        "observer_connections_opened_total",
                        1.0,
                        "observer_connections_closed_total",
                        1.0,
                        "observer_tcp_handshake_seconds_count",
                        1.0,
                        "hubble_flows_processed_total",
                        CountedCapture.FLOWS - 1.0));
    }

    private static long sum(List<JsonObject> counts, String key) {
        return counts.stream().mapToLong(count -> count.get(key).getAsLong()).sum();
    }

    /** The sum over all series of a family. */
    private static double family(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private List<String> observe(String... flags) throws Exception {
        Process process = start(flags);
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    /** What is on standard error; standard output is short enough for its pipe. */
    private String errors(String... flags) throws Exception {
        Process process = start(flags);
        String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }

    private Process start(String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher().toString(), "observe"));
        command.addAll(List.of(flags));
        if (!command.contains("--input-file")) {
            command.addAll(List.of("--server", "unix://" + directory.resolve("o.sock")));
        }
        return new ProcessBuilder(command).start();
    }

    private static Path launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer");
    }
}
