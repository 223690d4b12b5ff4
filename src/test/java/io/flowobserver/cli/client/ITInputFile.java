// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.print.Samples;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built distribution with flows of a file, and with a kubectl that a test writes. */
@Timeout(60)
@Tag("concurrent")
class ITInputFile {
    private static final String FLOWS = "src/test/resources/samples/flows.json";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsTheDistribution() {
        Assumptions.assumeTrue(Files.isExecutable(launcher()), () -> launcher() + " is missing: run make build");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "dict", "json", "jsonpb", "table"})
    void observe_file_printsWhatTheHubbleCliPrints(String format) throws Exception {
        Outcome outcome = run(command("observe", "--input-file", FLOWS, "-o", format));
        assertThat(outcome.out()).isEqualTo(Samples.lines(format + ".out"));
        assertThat(outcome.err()).hasSize(format.equals("dict") ? 10 : 2);
        assertThat(outcome.code()).isZero();
    }

    @Test
    void observe_standardInput_isFiltered() throws Exception {
        ProcessBuilder command =
                command("observe", "--input-file", "-", "--verdict", "DROPPED", "--first", "2", "-s", "-o", "json");
        Outcome outcome = run(command.redirectInput(new File(FLOWS)));
        assertThat(outcome.out())
                .isEqualTo(Samples.lines("json.out").stream()
                        .filter(line -> line.contains("\"verdict\":\"DROPPED\""))
                        .limit(2)
                        .toList());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    @Test
    void observe_timeFormatNodeAndPolicies_areShown() throws Exception {
        Outcome outcome = run(command(
                "observe",
                "--input-file=" + FLOWS,
                "--time-format=RFC3339Nano",
                "--print-node-name",
                "--print-policy-names",
                "--type=policy-verdict",
                "--first=1"));
        assertThat(outcome.out())
                .containsExactly(
                        "2024-05-07T12:34:06.123456789Z [kind/worker-1]: default/client-6f8d:43210 (ID:23456) ->"
                                + " web/server-0:80 (ID:34567) policy-verdict:L3-L4 INGRESS ALLOWED BY allow-client"
                                + " (CiliumNetworkPolicy), base (NetworkPolicy) (TCP Flags: SYN)");
    }

    /** A kubectl that says what the real one says, and forwards to a server of the test. */
    @Test
    void observe_portForward_asksThroughTheUsersKubectl() throws Exception {
        try (ScriptedServer server = new ScriptedServer(directory.resolve("o.sock"))) {
            String port = server.tcpAddress().replaceFirst(".*:", "");
            writeKubectl("echo \"$*\" >" + directory.resolve("arguments") + "; echo $$ >" + directory.resolve("pid")
                    + "; echo 'Forwarding from 127.0.0.1:" + port + " -> 4245'; exec sleep 1000");
            Outcome outcome = run(withKubectl("observe", "-P", "--port-forward-port", "0", "--kube-context", "c"));
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isZero();
            assertThat(server.request().getNumber()).isEqualTo(20);
            assertThat(directory.resolve("arguments"))
                    .hasContent("--context=c --namespace=kube-system port-forward service/hubble-relay :80");
            long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
            ProcessHandle.of(pid).ifPresent(kubectl -> kubectl.onExit().join());
        }
    }

    @Test
    void observe_portForwardFails_saysWhatKubectlSaid() throws Exception {
        writeKubectl("echo 'error: services \"hubble-relay\" not found' >&2; exit 1");
        Outcome outcome = run(withKubectl("observe", "--port-forward"));
        assertThat(outcome.err())
                .containsExactly("observer: kubectl port-forward failed: error: services \"hubble-relay\" not found");
        assertThat(outcome.code()).isEqualTo(1);
    }

    private void writeKubectl(String script) throws IOException {
        Path kubectl = Files.writeString(directory.resolve("kubectl"), "#!/bin/sh\n" + script + "\n");
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    }

    private ProcessBuilder withKubectl(String... arguments) {
        ProcessBuilder builder = command(arguments);
        builder.environment().merge("PATH", directory.toString(), (old, ours) -> ours + ":" + old);
        return builder;
    }

    private static Path launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer");
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OBSERVER_") || name.startsWith("HUBBLE_"));
        return builder;
    }

    private Outcome run(ProcessBuilder command) throws Exception {
        Path err = directory.resolve("err");
        Process process = command.redirectError(err.toFile()).start();
        List<String> out = process.inputReader().lines().toList();
        int code = process.waitFor();
        return new Outcome(out, Files.readAllLines(err), code);
    }

    private record Outcome(List<String> out, List<String> err, int code) {}
}
