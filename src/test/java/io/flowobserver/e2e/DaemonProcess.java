// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The distribution's {@code observer serve} or {@code record}, running in a namespace. */
public final class DaemonProcess implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 30;
    private static final int SIGKILLED = 128 + 9;

    private final Process process;
    private final List<String> log = new ArrayList<>();
    private final Thread reader;
    private boolean logEnded;

    /** Starts {@code observer} with these arguments, and does not wait for anything. */
    DaemonProcess(Namespace where, String... arguments) {
        this(where.exec(distribution().toString()), arguments);
    }

    /** Starts it where the tests run, for what needs no network. */
    public static DaemonProcess here(String... arguments) {
        return new DaemonProcess(new ArrayList<>(List.of(distribution().toString())), arguments);
    }

    /** Starts it with some environment variables, and does not wait for anything. */
    public static DaemonProcess with(Map<String, String> environment, Namespace where, String... arguments) {
        return new DaemonProcess(environment, where.exec(distribution().toString()), arguments);
    }

    /** Starts it where the tests run with some environment variables, and does not wait for anything. */
    public static DaemonProcess with(Map<String, String> environment, String... arguments) {
        return new DaemonProcess(
                environment, new ArrayList<>(List.of(distribution().toString())), arguments);
    }

    private DaemonProcess(List<String> command, String... arguments) {
        this(Map.of(), command, arguments);
    }

    private DaemonProcess(Map<String, String> environment, List<String> command, String... arguments) {
        command.addAll(List.of(arguments));
        ProcessBuilder builder = builder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(this::readLog, "daemon-log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it on the topology's node with its inventory and waits until it observes. */
    static DaemonProcess observing(Topology topology, String... flags) {
        List<String> all = new ArrayList<>(List.of(
                "serve",
                "--listen-client-urls=unix://" + topology.file("observer.sock"),
                "--inventory=file:" + topology.inventory()));
        all.addAll(List.of(flags));
        DaemonProcess daemon = topology.keep(new DaemonProcess(topology.host(), all.toArray(String[]::new)));
        daemon.awaitLog("eBPF: ");
        return daemon;
    }

    /** {@code bin/observer} of the distribution that the build has just made. */
    static Path distribution() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toAbsolutePath();
    }

    /** A process of ours runs on the JVM that runs the tests. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** The first line of the log that contains a text; waits for it. */
    public synchronized String awaitLog(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        int next = 0;
        while (true) {
            for (; next < log.size(); next++) {
                if (log.get(next).contains(text)) {
                    return log.get(next);
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (logEnded || left <= 0) {
                throw new AssertionError("no \"" + text + "\" in the log:\n" + String.join("\n", log));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Waits for its end, which must be a good one, and answers the last line of its log. */
    String awaitEnd() {
        assertThat(exitCode()).as("exit code; log: %s", log()).isZero();
        return log().get(log().size() - 1);
    }

    /** The log so far. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Tells it to stop, as a service manager does. */
    public void stop() {
        // Not by the process, which would close the log at this end.
        process.toHandle().destroy();
        assertThat(exitCode()).as("exit code; log: %s", log()).isZero();
    }

    /** Ends it without giving it a chance. */
    void kill() {
        process.toHandle().destroyForcibly();
        assertThat(exitCode()).isEqualTo(SIGKILLED);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private int exitCode() {
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
            reader.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("log: " + e);
        } finally {
            endLog();
        }
    }

    private synchronized void add(String line) {
        log.add(line);
        notifyAll();
    }

    private synchronized void endLog() {
        logEnded = true;
        notifyAll();
    }
}
