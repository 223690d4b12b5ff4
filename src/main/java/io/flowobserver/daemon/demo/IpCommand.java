// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import io.flowobserver.daemon.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the command {@code ip} of iproute2. */
final class IpCommand {
    private IpCommand() {}

    /**
     * Runs one command.
     *
     * @throws StartException if the command does not exist or fails; the message contains its output
     */
    static void run(String... arguments) throws StartException {
        batch(List.of(), arguments);
    }

    /** Runs a batch of commands, one per line, which stops at the first failure. */
    static void batch(List<String> lines, String... arguments) throws StartException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new StartException("the program \"ip\" cannot be run; install iproute2", e);
        }
        feed(process, lines);
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StartException("\"" + String.join(" ", command) + "\" failed: "
                        + String.join("; ", said.lines().toList()));
            }
        } catch (IOException e) {
            throw new StartException("\"" + String.join(" ", command) + "\" failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", e);
        }
    }

    private static void feed(Process process, List<String> lines) {
        try (Writer input = process.outputWriter(StandardCharsets.US_ASCII)) {
            for (String line : lines) {
                input.write(line + "\n");
            }
        } catch (IOException ignored) {
            // The command ended before it read all lines. Its output has the reason, and its exit code reports the
            // failure.
        }
    }
}
