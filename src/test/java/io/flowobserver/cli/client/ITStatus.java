// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.e2e.DaemonProcess;
import io.flowobserver.vectors.VectorCapture;
import io.flowobserver.vectors.Vectors;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} by the packaged launcher, against a live daemon with an inventory, a reader and a loss. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ITStatus {
    private static final List<String> EVENTS = List.of("trace-0038", "trace-0045", "trace-0005", "lost-0006");
    private static final int PERF_EVENT_RING_BUFFER = 1;

    private Path directory;
    private DaemonProcess daemon;
    private Process reader;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Assumptions.assumeTrue(Files.isExecutable(launcher()), () -> launcher() + " is missing: run make build");
        Path capture = directory.resolve("events.pcap");
        VectorCapture.write(capture, events());
        Path world = Files.copy(Path.of("src/test/resources/vectors/world.json"), directory.resolve("world.json"));
        daemon = DaemonProcess.with(
                Map.of(),
                "serve",
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--inventory=file:" + world,
                "--listen-client-urls=" + socket());
        daemon.awaitLog(" has ended");
        reader = client("observe", "--follow", "--last=1").start();
        BufferedReader flows = reader.inputReader();
        assertThat(flows.readLine()).isNotNull();
    }

    @AfterAll
    void stop() {
        if (reader != null) {
            reader.destroyForcibly();
        }
        if (daemon != null) {
            daemon.stop();
        }
    }

    @Test
    void status_compact_goesOnAfterHubblesLines() throws Exception {
        List<String> lines = run("status").lines().toList();
        assertThat(lines)
                .startsWith("Healthcheck (via " + socket() + "): Ok", "Current/Max Flows: 3/65,535 (0.00%)")
                .anyMatch(line -> line.startsWith("Oldest flow: ") && line.endsWith(" ago"))
                .anyMatch(line -> line.startsWith("Lost: 1,234 events in full rings of the kernel")
                        && line.endsWith("(raise --perf-ring-pages, or observe fewer devices by --interfaces)"))
                .anyMatch(line -> line.startsWith("Sources: replay:") && line.contains("events.pcap: ended, "))
                .anyMatch(line -> line.startsWith("Inventory: " + directory.resolve("world.json") + ", read ")
                        && line.contains(" pods"))
                .contains("Readers: 1 by grpc, at most 0 flows behind")
                .anyMatch(line -> line.startsWith("Connections: 2 by grpc"))
                .endsWith("Cannot see: traffic of this node: all sources are recordings (give --source=bpf)");
    }

    @Test
    void status_json_hasAllOfItUnderOneKey() throws Exception {
        JsonObject status = JsonParser.parseString(run("status", "-o", "json")).getAsJsonObject();
        assertThat(status.get("num_flows").getAsString()).isEqualTo("3");
        JsonObject node = status.getAsJsonObject("node_status");
        assertThat(node.getAsJsonObject("ring").keySet()).contains("capacity_flows", "used_flows", "oldest", "newest");
        assertThat(node.getAsJsonObject("inventory").keySet()).contains("file", "read", "pods");
        assertThat(node.getAsJsonObject("readers").get("open").getAsString()).isEqualTo("1");
        JsonObject loss = node.getAsJsonArray("losses").get(0).getAsJsonObject();
        assertThat(loss.get("place").getAsString()).isEqualTo("PERF_EVENT_RING_BUFFER");
        assertThat(loss.get("count").getAsString()).isEqualTo("1234");
        JsonObject unseen = node.getAsJsonArray("cannot_see").get(0).getAsJsonObject();
        assertThat(unseen.get("kind").getAsString()).isEqualTo("UNSEEN_KIND_TRAFFIC");
    }

    /** Three packets and a loss. */
    private static List<JsonObject> events() {
        List<JsonObject> events = Stream.of("trace", "lost")
                .flatMap(kind -> Vectors.read(kind).stream())
                .filter(vector -> EVENTS.contains(Vectors.id(vector)))
                .toList();
        assertThat(events).hasSameSizeAs(EVENTS);
        JsonObject lost = events.get(EVENTS.size() - 1).getAsJsonObject("event");
        lost.addProperty("source", PERF_EVENT_RING_BUFFER);
        lost.addProperty("num_lost_events", 1_234);
        return events;
    }

    private String run(String... arguments) throws Exception {
        Process process = client(arguments).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return out;
    }

    private ProcessBuilder client(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        command.add("--server=" + socket());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("OBSERVER_") || name.startsWith("HUBBLE_"));
        return builder;
    }

    private String socket() {
        return "unix://" + directory.resolve("o.sock");
    }

    private static Path launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toAbsolutePath();
    }
}
