// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, told to stop by a signal while somebody follows. */
class ITStopSignal {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void sigterm_whileFollowed_endsInOrderWithinFiveSeconds() throws Exception {
        Path capture = directory.resolve("demo.pcap");
        try (var resource = getClass().getResourceAsStream("/demo/demo.pcap")) {
            Files.copy(resource, capture, StandardCopyOption.REPLACE_EXISTING);
        }
        Path socket = directory.resolve("hubble.sock");
        Process daemon = observer(
                "serve", "--listen-client-urls=unix://" + socket, "--source=replay:" + capture, "--replay-loop");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(socket));
        Process follower = observer("observe", "--follow", "--server=unix://" + socket);
        try (BufferedReader flows = follower.inputReader()) {
            assertThat(flows.readLine()).isNotNull();
            long start = System.nanoTime();
            daemon.destroy();
            assertThat(daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(daemon.exitValue()).isZero();
            assertThat(follower.errorReader().lines())
                    .singleElement()
                    .asString()
                    .contains("ended the connection");
            assertThat(socket).doesNotExist();
        } finally {
            daemon.destroyForcibly();
            follower.destroyForcibly();
        }
    }

    private static Process observer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
