// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;

/** Another party's program in the chain of a device: it counts packets and lets nobody behind it see them. */
final class PacketCounter implements AutoCloseable {
    private static final Path NATIVE = Path.of("target", "native").toAbsolutePath();

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    /**
     * What it has seen, and what stands in the chain.
     *
     * @param tcxPrograms of anybody, its own two among them
     */
    record Count(long ingress, long egress, int tcxPrograms) {}

    private PacketCounter(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
    }

    /** Attaches to a device: at the end of its TCX chains, or as the newest clsact filter, which runs first. */
    static PacketCounter attach(Namespace where, String device, boolean clsact) {
        return start(where, device, clsact ? "clsact" : "tcx");
    }

    /** Attaches to a device, in front of all others. */
    static PacketCounter attachFirst(Namespace where, String device, boolean clsact) {
        return start(where, device, clsact ? "clsact" : "tcx-first");
    }

    private static PacketCounter start(Namespace where, String device, String how) {
        build();
        try {
            Process process = new ProcessBuilder(
                            where.exec(NATIVE.resolve("count").toString(), how, device))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            PacketCounter counter = new PacketCounter(process);
            String answer = counter.answers.readLine();
            if (answer == null && !how.equals("clsact")) {
                abort("this kernel has no TCX: it needs 6.6 or later");
            }
            assertThat(answer).isEqualTo("ready");
            return counter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Count read() {
        try {
            questions.write("\n");
            questions.flush();
            String[] numbers = answers.readLine().split(" ", -1);
            return new Count(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Integer.parseInt(numbers[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static void build() {
        Command.run("make", "--no-print-directory", "-s", "-C", "native", "OUT=" + NATIVE, "count");
    }
}
