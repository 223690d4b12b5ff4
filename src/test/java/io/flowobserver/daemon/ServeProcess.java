// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command of ours, by the classes under test, in a network namespace. */
final class ServeProcess implements AutoCloseable {
    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Thread reader;

    ServeProcess(String namespace, String... arguments) throws IOException {
        this(Map.of(), namespace, arguments);
    }

    /** @param before words of a command that runs the rest of its words */
    ServeProcess(List<String> before, String namespace, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(command(namespace, arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(this::read, "log");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param environment what is different from the test's own */
    ServeProcess(Map<String, String> environment, String namespace, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(namespace, arguments)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        reader = new Thread(this::read, "log");
        reader.setDaemon(true);
        reader.start();
    }

    /** What it printed, from a line on. */
    List<String> log(int from) {
        return log.subList(from, log.size());
    }

    /** Waits for a line that contains the text, and answers how many lines there are up to it. */
    int await(int from, String text, Duration atMost) {
        Awaitility.await()
                .alias(text)
                .pollInterval(Duration.ofMillis(5))
                .atMost(atMost)
                .until(() -> has(from, text) || !reader.isAlive());
        assertThat(has(from, text)).as("%s in %s", text, log).isTrue();
        int at = from;
        while (!log.get(at).contains(text)) {
            at++;
        }
        return at + 1;
    }

    private boolean has(int from, String text) {
        return log(from).stream().anyMatch(line -> line.contains(text));
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS))
                    .as("stopped: %s", log)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            kill();
        }
    }

    /** Runs to the end and answers what was printed. */
    static String run(String namespace, String... arguments) throws Exception {
        return output(command(namespace, arguments));
    }

    static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private static List<String> command(String namespace, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.flowobserver.cli.Observer"));
        command.addAll(List.of(arguments));
        return command;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(log::add);
        } catch (UncheckedIOException | IOException e) {
            log.add("log: " + e);
        }
    }
}
