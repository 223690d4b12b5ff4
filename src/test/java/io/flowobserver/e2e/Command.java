// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that was run to its end. */
record Command(List<String> arguments, int exitCode, String output, String errors) {
    private static final long TIMEOUT_SECONDS = 30;

    /** Runs it, whatever comes of it; the input is what it reads from its standard input. */
    static Command result(String input, List<String> arguments) {
        try {
            Path in = Files.createTempFile("observer-e2e", ".in");
            Path out = Files.createTempFile("observer-e2e", ".out");
            Path err = Files.createTempFile("observer-e2e", ".err");
            try {
                Files.writeString(in, input);
                Process process = new ProcessBuilder(arguments)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                return new Command(arguments, exitCode(process, arguments), text(out), text(err));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", arguments), e);
        }
    }

    static Command result(String... arguments) {
        return result("", List.of(arguments));
    }

    /** What a program printed that is expected to succeed. */
    static String run(String... arguments) {
        return result(arguments).succeeded().output();
    }

    Command succeeded() {
        assertThat(exitCode).as("%s: %s", String.join(" ", arguments), errors).isZero();
        return this;
    }

    private static int exitCode(Process process, List<String> arguments) throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + String.join(" ", arguments));
        }
        return process.exitValue();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
