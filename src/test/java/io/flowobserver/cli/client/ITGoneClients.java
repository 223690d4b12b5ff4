// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Followers that are killed while flows are on their way to them: the daemon's log does not speak of it. */
class ITGoneClients {
    private static final int CLIENTS = 4;
    private static final int LINES_BEFORE_KILL = 2_000;

    @TempDir
    private Path directory;

    @Test
    void follower_killedWhileItReads_leavesNoTraceInTheLog() throws Exception {
        Path capture = directory.resolve("demo.pcap");
        try (var resource = getClass().getResourceAsStream("/demo/demo.pcap")) {
            Files.copy(resource, capture, StandardCopyOption.REPLACE_EXISTING);
        }
        Path socket = directory.resolve("hubble.sock");
        Path log = directory.resolve("log");
        Process daemon = observer("serve", "--listen-client-urls=unix://" + socket, "--source=replay:" + capture)
                .redirectError(log.toFile())
                .start();
        try {
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(socket));
            for (int i = 0; i < CLIENTS; i++) {
                killWhileItReads(observer("observe", "--follow", "--server=unix://" + socket)
                        .start());
            }
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(daemon.exitValue()).isZero();
        assertThat(Files.readString(log)).contains("listeners:").doesNotContain("WARN", "ERROR", "Exception", "\tat ");
    }

    private static void killWhileItReads(Process client) throws Exception {
        try (BufferedReader lines = client.inputReader()) {
            for (int i = 0; i < LINES_BEFORE_KILL; i++) {
                assertThat(lines.readLine()).isNotNull();
            }
        } finally {
            client.destroyForcibly().waitFor();
        }
    }

    private static ProcessBuilder observer(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toString());
        command.addAll(List.of(arguments));
        if (arguments[0].equals("serve")) {
            command.addAll(List.of("--replay-speed=max", "--replay-loop"));
        }
        return new ProcessBuilder(command);
    }
}
