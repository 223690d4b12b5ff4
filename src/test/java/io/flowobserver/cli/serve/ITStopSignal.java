// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.source.capture.CaptureWriter;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution, and what signals do to it. */
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

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void signal_running_endsWithOneLineThatNamesIt(String name) throws Exception {
        Process daemon = serving("--default-signal=HUP,INT,TERM");
        try (BufferedReader log = daemon.errorReader()) {
            awaitStart(log);
            signal(name, daemon);
            assertThat(log.lines().filter(line -> line.contains("SIG")))
                    .singleElement()
                    .asString()
                    .endsWith("SIG" + name + " was received: the observer ends");
            assertThat(daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue()).isZero();
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void sighup_running_readsTheFilesAgainAndGoesOn() throws Exception {
        Process daemon = serving("--default-signal=HUP,INT,TERM");
        try (BufferedReader log = daemon.errorReader()) {
            awaitStart(log);
            for (int i = 0; i < 2; i++) {
                signal("HUP", daemon);
                assertThat(log.readLine()).endsWith("SIGHUP was received: all watched files are read again");
                assertThat(log.readLine()).endsWith("inventory.json was read again");
            }
            assertThat(daemon.isAlive()).isTrue();
            signal("TERM", daemon);
            assertThat(daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue()).isZero();
        } finally {
            daemon.destroyForcibly();
        }
    }

    /** Started as nohup does it. */
    @Test
    void sighup_ignoredFromTheStart_staysIgnored() throws Exception {
        Process daemon = serving("--ignore-signal=HUP");
        try (BufferedReader log = daemon.errorReader()) {
            awaitStart(log);
            signal("HUP", daemon);
            signal("TERM", daemon);
            assertThat(log.lines().filter(line -> line.contains("SIG")))
                    .singleElement()
                    .asString()
                    .contains("SIGTERM");
            assertThat(daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            daemon.destroyForcibly();
        }
    }

    /** A daemon with an inventory and no events. */
    private Process serving(String signals) throws Exception {
        Path inventory = Files.writeString(directory.resolve("inventory.json"), "{}");
        CaptureWriter.create(directory.resolve("empty.pcap")).close();
        List<String> command = new ArrayList<>(List.of("env", signals));
        command.addAll(command(
                "serve",
                "--listen-client-urls=unix://" + directory.resolve("hubble.sock"),
                "--source=replay:" + directory.resolve("empty.pcap"),
                "--inventory=file:" + inventory));
        return new ProcessBuilder(command).start();
    }

    private static void awaitStart(BufferedReader log) throws Exception {
        String line = log.readLine();
        while (line != null && !line.contains("has ended")) {
            line = log.readLine();
        }
        assertThat(line).isNotNull();
    }

    private static void signal(String name, Process process) throws Exception {
        // The shell's own kill: the program of that name is in a package that a small system does not have.
        assertThat(new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Process observer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        command.addAll(command(arguments));
        return new ProcessBuilder(command).start();
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
