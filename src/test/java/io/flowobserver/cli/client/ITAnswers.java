// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.flowobserver.e2e.DaemonProcess;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.LostEvent;
import io.flowobserver.proto.flow.LostEventSource;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.Namespace;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.vectors.VectorCapture;
import io.flowobserver.vectors.Vectors;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person reads on a terminal when an answer is empty, short or has losses: the packaged launcher on a
 * pseudo-terminal, against a live daemon and against a server that is not ours.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("concurrent")
class ITAnswers {
    private static final List<String> EVENTS = List.of("trace-0038", "trace-0045", "trace-0005", "trace-0026");

    private Path directory;
    private DaemonProcess daemon;
    private ScriptedServer other;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Assumptions.assumeTrue(Files.isExecutable(launcher()), () -> launcher() + " is missing: run make build");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is missing");
        Path capture = directory.resolve("events.pcap");
        VectorCapture.write(capture, recent());
        Path world = Files.copy(Path.of("src/test/resources/vectors/world.json"), directory.resolve("world.json"));
        daemon = DaemonProcess.with(
                Map.of(),
                "serve",
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--ring-flows=3",
                "--inventory=file:" + world,
                "--listen-client-urls=unix://" + directory.resolve("o.sock"));
        daemon.awaitLog(" has ended");
        other = new ScriptedServer(directory.resolve("other.sock"));
    }

    @AfterAll
    void stop() {
        if (daemon != null) {
            daemon.stop();
        }
        if (other != null) {
            other.close();
        }
    }

    @Test
    void observe_podTypo_tellsTheRingAndTheNearestPod() throws Exception {
        assertThat(ours("--pod default/clinet"))
                .contains("observer: no flow matched; the server has 3 flows, from 20")
                .contains("observer: there is no pod \"default/clinet\", did you mean \"default/client");
    }

    @Test
    void observe_namespaceTypoOrLabel_isTold() throws Exception {
        assertThat(ours("-n defualt")).contains("there is no namespace \"defualt\", did you mean \"default\"?");
        assertThat(ours("-l nobody=here")).contains("there is no endpoint with the labels \"nobody=here\"");
    }

    @Test
    void observe_rangeBeforeTheRing_tellsHowFarItReaches() throws Exception {
        assertThat(ours("--until 1h")).contains("no flow until 20", "; the server has 3 flows, from 20");
        assertThat(ours("--since 9h"))
                .contains("--since goes back to 20", "; the server keeps 3 flows, more with")
                .contains("observer serve --max-flows");
    }

    @Test
    void observe_nothingToExplain_saysNothing() throws Exception {
        assertThat(ours("--last 2")).isEmpty();
        assertThat(ours("--quiet --pod default/clinet")).isEmpty();
        assertThat(piped(flags("o.sock") + " --pod default/clinet")).isEmpty();
        assertThat(piped(flags("o.sock") + " --pod default/clinet --quiet=false"))
                .contains("did you mean");
    }

    @Test
    void observe_wrongPortOrProtocol_isToldForPeople() throws Exception {
        assertThat(ours("--port 80x")).contains("invalid port \"80x\"; use a number from 0 to 65535");
        assertThat(ours("--protocol htpp")).contains("did you mean \"http\"?").doesNotContain("strconv");
    }

    @Test
    void observe_summary_isOnStandardErrorOnly() throws Exception {
        assertThat(piped(flags("o.sock") + " --summary"))
                .startsWith("3 flows in ")
                .contains(", none lost\n  by verdict    ", "\n  by protocol   ", "\n  by IP version IPv");
        assertThat(piped(flags("o.sock") + " --summary -o json")).startsWith("{\"summary\":{\"flows\":3,\"seconds\":");
        assertThat(piped("agent-events " + flags("o.sock") + " --summary")).startsWith("0 events in ");
    }

    @Test
    void observe_otherServer_tellsWhatHubblesApiTells() throws Exception {
        other.onGetFlows((request, answers) -> answers.onCompleted());
        other.onStatus(
                ServerStatusResponse.newBuilder().setNumFlows(5).setMaxFlows(10).build());
        other.onNamespaces(GetNamespacesResponse.newBuilder()
                .addNamespaces(Namespace.newBuilder().setNamespace("shop"))
                .build());
        assertThat(terminal(flags("other.sock") + " --pod shpo/x"))
                .contains("no flow matched; the server has 5 flows of at most 10")
                .contains("there is no pod \"shpo/x\", did you mean \"shop/x\"?");
        other.onStatus(ServerStatusResponse.newBuilder().setMaxFlows(10).build());
        assertThat(terminal(flags("other.sock"))).contains("no flow; the server has no flows yet");
    }

    @Test
    void observe_losses_areNamedWithTheirRemedy() throws Exception {
        GetFlowsResponse lost = GetFlowsResponse.newBuilder()
                .setLostEvents(LostEvent.newBuilder()
                        .setSource(LostEventSource.PERF_EVENT_RING_BUFFER)
                        .setNumEventsLost(5))
                .build();
        other.onGetFlows((request, answers) -> {
            answers.onNext(lost);
            answers.onNext(GetFlowsResponse.newBuilder()
                    .setFlow(Flow.getDefaultInstance())
                    .build());
            answers.onCompleted();
        });
        assertThat(terminal(flags("other.sock")))
                .contains("observer: lost 5 events in the kernel's perf rings", "--perf-ring-pages");
    }

    @Test
    void observe_followingNothing_saysSoOnceAndSumsUpAtTheEnd() throws Exception {
        other.onGetFlows((request, answers) -> {});
        Process process = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        launcher().toString(),
                        "observe",
                        "--follow",
                        "--summary",
                        "--quiet=false",
                        "--server",
                        other.unixAddress())
                .start();
        try (BufferedReader err = process.errorReader()) {
            assertThat(err.readLine()).startsWith("observer: still waiting, no flow so far");
            Process kill = new ProcessBuilder("sh", "-c", "kill -s INT " + process.pid()).start();
            assertThat(kill.waitFor()).isZero();
            assertThat(err.readLine()).startsWith("0 flows in ").endsWith("s, none lost");
            assertThat(err.readLine()).isNull();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private String ours(String flags) throws Exception {
        return terminal(flags("o.sock") + " " + flags);
    }

    private String flags(String socket) {
        return "--server unix://" + directory.resolve(socket);
    }

    /** Runs {@code observe} with standard error on a pseudo-terminal, and returns what is seen there. */
    private String terminal(String arguments) throws Exception {
        String line = launcher() + " observe " + arguments + " >/dev/null";
        return run(new ProcessBuilder("script", "-qec", line, "/dev/null"), false);
    }

    private String piped(String arguments) throws Exception {
        return run(new ProcessBuilder("sh", "-c", launcher() + " observe " + arguments + " >/dev/null"), true);
    }

    private static String run(ProcessBuilder builder, boolean error) throws Exception {
        builder.environment().keySet().removeIf(name -> name.startsWith("OBSERVER_") || name.startsWith("HUBBLE_"));
        builder.redirectInput(Path.of("/dev/null").toFile());
        Process process = builder.start();
        byte[] seen = (error ? process.getErrorStream() : process.getInputStream()).readAllBytes();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new String(seen, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** Recorded events, as if they had happened a minute ago. */
    private static List<JsonObject> recent() {
        Instant start = Instant.now().minusSeconds(60);
        List<JsonObject> recorded = Vectors.read("trace");
        return EVENTS.stream()
                .map(id -> {
                    JsonObject vector = recorded.stream()
                            .filter(one -> Vectors.id(one).equals(id))
                            .findFirst()
                            .orElseThrow()
                            .deepCopy();
                    vector.getAsJsonObject("event")
                            .addProperty(
                                    "time", start.plusMillis(EVENTS.indexOf(id)).toString());
                    return vector;
                })
                .toList();
    }

    private static Path launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toAbsolutePath();
    }
}
