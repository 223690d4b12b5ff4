// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.print.Samples;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client commands as processes of the built distribution, against a real gRPC server. */
@Timeout(60)
@Tag("concurrent")
class ITClientCommands {
    @TempDir
    private Path directory;

    private ScriptedServer server;

    @BeforeAll
    static void needsTheDistribution() {
        Assumptions.assumeTrue(
                Files.isExecutable(launcher()), () -> launcher() + " is missing: run mvn package before this test");
    }

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(directory.resolve("o.sock"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void observe_history_printsEachAnswer(String transport) throws Exception {
        server.onGetFlows(ITClientCommands::sendSamples);
        String address = transport.equals("unix") ? server.unixAddress() : server.tcpAddress();
        Outcome outcome = run("observe", "--server", address, "--pod", "a");
        assertThat(outcome.out()).isEqualTo(Samples.lines("compact.out"));
        assertThat(outcome.err()).hasSize(2).allMatch(line -> line.contains("[relay-pod]"));
        assertThat(outcome.code()).isZero();
        GetFlowsRequest request = server.request();
        assertThat(request.getNumber()).isEqualTo(20);
        assertThat(request.getFieldMask().getPathsList()).hasSize(26).contains("source.pod_name");
        assertThat(request.getWhitelistCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonpb", "dict", "table"})
    void observe_output_printsWhatTheHubbleCliPrints(String format) throws Exception {
        server.onGetFlows(ITClientCommands::sendSamples);
        Outcome outcome = run("observe", "--server", server.unixAddress(), "-o", format);
        assertThat(outcome.out()).isEqualTo(Samples.lines(format + ".out"));
        assertThat(outcome.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void observe_follow_showsALoneFlowAtOnceAndEndsBySignal(String signal) throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        GetFlowsResponse flow = Samples.responses().get(0);
        server.onGetFlows((request, answers) -> {
            ((ServerCallStreamObserver<GetFlowsResponse>) answers).setOnCancelHandler(cancelled::countDown);
            answers.onNext(flow);
        });
        Process process =
                command("observe", "--server", server.unixAddress(), "-f").start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo(Samples.lines("compact.out").get(0));
            assertThat(server.request().getFollow()).isTrue();
            // The shell's own kill: the program of that name is in a package that a small system does not have.
            Process kill = new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + process.pid()).start();
            assertThat(kill.waitFor()).isZero();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(process.errorReader().lines()).isEmpty();
            assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void observe_readerGone_endsQuietly() throws Exception {
        server.onGetFlows(ITClientCommands::sendForever);
        Path code = directory.resolve("code");
        String script = "{ \"$0\" observe --all --server \"$1\"; echo $? >\"$2\"; } | head -n 2";
        Outcome outcome = wait(
                new ProcessBuilder("sh", "-c", script, launcher().toString(), server.unixAddress(), code.toString())
                        .start());
        assertThat(outcome.out()).hasSize(2);
        assertThat(outcome.err()).isEmpty();
        assertThat(code).hasContent("0\n");
    }

    @Test
    void observe_outputFull_saysSo() throws Exception {
        server.onGetFlows(ITClientCommands::sendForever);
        ProcessBuilder command = command("observe", "--all", "--server", server.unixAddress());
        Outcome outcome =
                wait(command.redirectOutput(Path.of("/dev/full").toFile()).start());
        assertThat(outcome.err()).hasSize(1).first().asString().contains("cannot write to standard output");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void observe_manyAnswers_losesNone() throws Exception {
        int count = 20_000;
        GetFlowsResponse flow = Samples.responses().get(0);
        server.onGetFlows(
                (request, answers) -> sendCounted((ServerCallStreamObserver<GetFlowsResponse>) answers, flow, count));
        Outcome outcome = run("observe", "--all", "--server", server.tcpAddress());
        assertThat(outcome.out()).hasSize(count);
        assertThat(outcome.code()).isZero();
    }

    @Test
    void observe_serverRefuses_printsItsWords() throws Exception {
        server.onGetFlows((request, answers) -> answers.onError(
                Status.UNKNOWN.withDescription("invalid fieldmask").asRuntimeException()));
        assertFails("observer: invalid fieldmask", "observe");
        server.onGetFlows((request, answers) -> answers.onError(
                Status.INVALID_ARGUMENT.withDescription("\u001b[1mno").asRuntimeException()));
        assertFails(
                "observer: the server at " + server.unixAddress() + " does not accept the request: ^[[1mno", "observe");
    }

    @Test
    void observe_serverDies_isAnError() throws Exception {
        server.onGetFlows((request, answers) -> answers.onNext(sample()));
        Process process =
                command("observe", "-f", "--server", server.unixAddress()).start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isNotEmpty();
            server.close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.errorReader().lines())
                    .containsExactly("observer: the server at " + server.unixAddress() + " ended the connection");
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anyClient_unreachableServer_namesAddressAndRemedy() throws Exception {
        Path stale = directory.resolve("stale.sock");
        try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            bound.bind(UnixDomainSocketAddress.of(stale));
        }
        String port = server.tcpAddress();
        server.close();
        assertUnreachable("observe", "unix://" + directory.resolve("none.sock"), "no such socket");
        assertUnreachable("observe", "unix://" + stale, "nobody listens on this socket");
        assertUnreachable("observe", port, "connection refused");
        assertUnreachable("status", port, "connection refused");
    }

    @Test
    void status_healthyServer_printsItsFigures() throws Exception {
        server.onStatus(ServerStatusResponse.newBuilder()
                .setNumFlows(5)
                .setMaxFlows(10)
                .setFlowsRate(1.5)
                .build());
        Outcome outcome = run("status", "--server", server.unixAddress());
        assertThat(outcome.out())
                .containsExactly(
                        "Healthcheck (via " + server.unixAddress() + "): Ok",
                        "Current/Max Flows: 5/10 (50.00%)",
                        "Flows/s: 1.50");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    @Test
    void status_eachFormat_isThatOfHubble() throws Exception {
        server.onStatus(ServerStatusResponse.newBuilder()
                .setNumFlows(1000)
                .setMaxFlows(4095)
                .setFlowsRate(1.5)
                .build());
        assertThat(run("status", "-o", "json", "--server", server.unixAddress()).out())
                .containsExactly("{\"num_flows\":\"1000\",\"max_flows\":\"4095\",\"flows_rate\":1.5}");
        assertThat(run("status", "-o", "dict", "--server", server.unixAddress()).out())
                .hasSize(8)
                .startsWith("          NUM FLOWS: 1,000");
        assertThat(run("status", "--output=table", "--server", server.unixAddress())
                        .out())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("1,000       4,095       0");
        Outcome wrong = run("status", "-o", "bogus", "--server", server.unixAddress());
        assertThat(wrong.err())
                .containsExactly("observer: invalid output format: bogus, use compact, dict, table or json");
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.code()).isEqualTo(1);
    }

    @Test
    void anyClient_serverFromTheFile_isUsed() throws Exception {
        Path file = Files.createDirectories(directory.resolve("hubble")).resolve("config.yaml");
        Files.writeString(file, "server: " + server.unixAddress() + "\n");
        ProcessBuilder observe = command("observe");
        observe.environment().remove("HUBBLE_SERVER");
        observe.environment().put("XDG_CONFIG_HOME", directory.toString());
        assertThat(wait(observe.start()).code()).isZero();
        Files.writeString(file, "server: [\n");
        observe.environment().put("OBSERVER_SERVER", server.tcpAddress());
        Outcome broken = wait(observe.start());
        assertThat(broken.err()).singleElement().asString().endsWith("; the file is ignored");
        assertThat(broken.code()).isZero();
    }

    @Test
    void status_sickServer_fails() throws Exception {
        server.onHealth(ServingStatus.NOT_SERVING);
        Outcome outcome = run("status", "--server", server.tcpAddress());
        assertThat(outcome.out())
                .containsExactly("Healthcheck (via " + server.tcpAddress() + "): Unavailable: NOT_SERVING");
        assertThat(outcome.err()).hasSize(1).first().asString().startsWith("observer: not healthy");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void status_noFigures_fails() throws Exception {
        Outcome outcome = run("status", "--server", server.tcpAddress());
        assertThat(outcome.err())
                .containsExactly("observer: failed to get the server's status: the server at " + server.tcpAddress()
                        + " does not know this request, which not every server and release has: no status\\nhere");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void anyClient_serverFromEnvironment_isUsed() throws Exception {
        ProcessBuilder both = command("observe");
        both.environment().put("HUBBLE_SERVER", "unix:///nonexistent/o.sock");
        both.environment().put("OBSERVER_SERVER", server.unixAddress());
        assertThat(wait(both.start()).code()).isZero();
        ProcessBuilder hubble = command("observe");
        hubble.environment().put("HUBBLE_SERVER", server.tcpAddress());
        assertThat(wait(hubble.start()).code()).isZero();
    }

    private void assertFails(String line, String command) throws Exception {
        Outcome outcome = run(command, "--server", server.unixAddress());
        assertThat(outcome.err()).containsExactly(line);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(1);
    }

    private static void assertUnreachable(String command, String address, String cause) throws Exception {
        Outcome outcome = run(command, "--server", address);
        assertThat(outcome.err())
                .containsExactly("observer: cannot reach the server at " + address + ": " + cause
                        + "; is \"observer serve\" running? Use --server for another address");
        assertThat(outcome.code()).isEqualTo(1);
    }

    private static void sendSamples(GetFlowsRequest request, StreamObserver<GetFlowsResponse> answers) {
        try {
            Samples.responses().forEach(answers::onNext);
            answers.onCompleted();
        } catch (IOException e) {
            answers.onError(e);
        }
    }

    private static void sendForever(GetFlowsRequest request, StreamObserver<GetFlowsResponse> answers) {
        sendCounted((ServerCallStreamObserver<GetFlowsResponse>) answers, sample(), Integer.MAX_VALUE);
    }

    private static void sendCounted(
            ServerCallStreamObserver<GetFlowsResponse> answers, GetFlowsResponse flow, int count) {
        int[] left = {count};
        answers.setOnReadyHandler(() -> {
            while (left[0] > 0 && answers.isReady()) {
                answers.onNext(flow);
                if (--left[0] == 0) {
                    answers.onCompleted();
                }
            }
        });
        answers.setOnCancelHandler(() -> left[0] = 0);
    }

    private static GetFlowsResponse sample() {
        try {
            return Samples.responses().get(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer");
    }

    private static ProcessBuilder command(String... arguments) {
        // Tests may have been started with signals ignored, as under nohup, and a child inherits that.
        ProcessBuilder builder = new ProcessBuilder(
                "env", "--default-signal=HUP,INT,TERM", launcher().toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().remove("OBSERVER_SERVER");
        builder.environment().remove("HUBBLE_SERVER");
        return builder;
    }

    private static Outcome run(String... arguments) throws Exception {
        return wait(command(arguments).start());
    }

    /** Standard error is read after standard output, which is fine as long as it fits into a pipe. */
    private static Outcome wait(Process process) throws InterruptedException {
        List<String> out = process.inputReader().lines().toList();
        List<String> err = process.errorReader().lines().toList();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Outcome(out, err, process.exitValue());
    }

    private record Outcome(List<String> out, List<String> err, int code) {}
}
