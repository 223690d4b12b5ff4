// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A directory with bin/, lib/ and perhaps archives/, and what its programs do on some JVM.
 *
 * @param log file for what a program prints
 */
record Distribution(Path home, Path log) {
    private static final String MAIN = "io.flowobserver.cli.Observer source: ";
    private static final int TIMEOUT_SECONDS = 100;

    /** What a program printed, and its exit code. */
    record Outcome(String out, String err, int code) {}

    /** Makes the archives with a JVM. */
    void archive(Path jvm) throws IOException, InterruptedException {
        Outcome outcome = start(jvm, "", "archive-classes");
        assertThat(outcome.out() + outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    /** Returns whether the main class comes from an archive if a command is run. */
    boolean fromArchive(Path jvm, String... command) throws IOException, InterruptedException {
        Path loaded = Files.createTempFile(log.getParent(), "loaded", ".log");
        run(jvm, "-Xlog:class+load:file=" + loaded, command);
        try (Stream<String> lines = Files.lines(loaded)) {
            String main = lines.filter(line -> line.contains(MAIN)).findFirst().orElseThrow();
            return main.contains(MAIN + "shared objects file");
        }
    }

    /** Runs a command of bin/observer. */
    Outcome run(Path jvm, String options, String... command) throws IOException, InterruptedException {
        return start(
                jvm,
                options,
                Stream.concat(Stream.of("observer"), Stream.of(command)).toArray(String[]::new));
    }

    /** Gives each jar another time, as an upgrade or a copy does. */
    void changeJars() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
            }
        }
    }

    private Outcome start(Path jvm, String options, String... words) throws IOException, InterruptedException {
        Path errors = Path.of(log + ".err");
        words[0] = home.resolve("bin").resolve(words[0]).toString();
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(log.toFile()).redirectError(errors.toFile());
        builder.environment().put("JAVA_HOME", jvm.toString());
        builder.environment().put("OBSERVER_JAVA_OPTS", options);
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + String.join(" ", words));
        }
        return new Outcome(Files.readString(log), Files.readString(errors), process.exitValue());
    }
}
