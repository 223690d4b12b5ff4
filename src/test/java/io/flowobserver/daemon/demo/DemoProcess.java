// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code observer serve --demo} of the distribution, as a user would run it, with its output in files. */
final class DemoProcess implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of(System.getProperty("observer.distribution", "target/observer"), "bin/observer");
    private static final Pattern FLOW = Pattern.compile("[A-Z][a-z]{2} .\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}: .*");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private DemoProcess(Path directory, List<String> command) throws IOException {
        out = Files.createTempFile(directory, "out", ".txt");
        err = Files.createTempFile(directory, "err", ".txt");
        // Under nohup, or in the background of a script, the tests are started with signals ignored, and a child
        // inherits
        // that.
        List<String> obedient = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        obedient.addAll(command);
        process = new ProcessBuilder(obedient)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    static DemoProcess start(Path directory, String... flags) throws IOException {
        return start(directory, List.of(), flags);
    }

    /** With a command in front that ends in executing its arguments. */
    static DemoProcess start(Path directory, List<String> wrapper, String... flags) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(LAUNCHER.toString(), "serve", "--demo"));
        command.addAll(List.of(flags));
        return new DemoProcess(directory, command);
    }

    static Path launcher() {
        return LAUNCHER;
    }

    long pid() {
        return process.pid();
    }

    List<String> flows() throws IOException {
        return Files.readAllLines(out).stream()
                .filter(line -> FLOW.matcher(line).matches())
                .toList();
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    /** Waits until each part stands in some line of a flow. */
    void awaitFlows(String... parts) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> flows = flows();
            assertThat(Stream.of(parts).filter(part -> flows.stream().noneMatch(flow -> flow.contains(part))))
                    .as("missing in %d flows; errors: %s", flows.size(), errors())
                    .isEmpty();
        });
    }

    int awaitExit() throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended, having said %s", errors())
                .isTrue();
        return process.exitValue();
    }

    void signal(String name) throws Exception {
        // The shell's own kill: the program of that name is in a package that a small system does not have.
        run("sh", "-c", "kill -s " + name + " " + pid());
    }

    /** What is left of it. */
    List<String> remains() {
        List<String> remains = new ArrayList<>(DemoNode.names(Path.of("/run/netns")));
        remains.addAll(DemoNode.names(Path.of(System.getProperty("java.io.tmpdir"))));
        remains.removeIf(name -> !name.startsWith("observer-demo-" + pid() + "-"));
        return remains;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** What a command prints. */
    static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
