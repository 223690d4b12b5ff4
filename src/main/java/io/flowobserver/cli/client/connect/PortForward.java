// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.flowobserver.cli.console.UserError;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs {@code kubectl port-forward} for as long as this process lives. */
final class PortForward {
    private static final Pattern READY = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d{1,5}) -> .*");
    private static final String MANUAL_PORT = "4245";

    private final String path;
    private final Duration patience;
    private volatile String complaint = "";

    /**
     * Creates a port forward that is not started.
     *
     * @param path the directories in which kubectl is looked for, as in {@code $PATH}
     * @param patience how long kubectl may take
     */
    PortForward(@Nullable String path, Duration patience) {
        this.path = path == null ? "" : path;
        this.patience = patience;
    }

    /**
     * Starts kubectl and waits until it forwards a port.
     *
     * @return the local port
     * @throws UserError if there is no kubectl, if it fails, or if it takes too long
     */
    int start(List<String> arguments) {
        Path kubectl = find("kubectl");
        if (kubectl == null) {
            throw new UserError("--port-forward needs kubectl, which is not in $PATH; where it is, run \""
                    + manual(arguments) + "\", and here use --server localhost:" + MANUAL_PORT);
        }
        List<String> command = new ArrayList<>();
        // In a session of its own it does not see Ctrl-C, which would end it before this client.
        Path setsid = find("setsid");
        if (setsid != null) {
            command.add(setsid.toString());
        }
        command.add(kubectl.toString());
        command.addAll(arguments);
        try {
            return waitFor(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new UserError("cannot start " + kubectl + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while kubectl started");
        }
    }

    private int waitFor(Process process) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "observer-kubectl-end"));
        CompletableFuture<Integer> port = new CompletableFuture<>();
        drain(process.errorReader(), port, false);
        drain(process.inputReader(), port, true);
        try {
            return port.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroy();
            throw new UserError("kubectl port-forward did not get through in " + patience.toSeconds()
                    + " s; see --request-timeout");
        } catch (ExecutionException e) {
            process.waitFor(1, TimeUnit.SECONDS);
            throw new UserError("kubectl port-forward failed" + (complaint.isEmpty() ? "" : ": " + complaint));
        }
    }

    /** Reads one stream of kubectl until it ends, because kubectl would block on a full pipe. */
    private void drain(BufferedReader stream, CompletableFuture<Integer> port, boolean output) {
        Thread thread = new Thread(
                () -> {
                    try (stream) {
                        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                            read(line, port, output);
                        }
                    } catch (IOException ended) {
                        // The process is gone, as at the end of the stream.
                    }
                    if (output) {
                        port.completeExceptionally(new IOException("kubectl ended"));
                    }
                },
                "observer-kubectl");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(String line, CompletableFuture<Integer> port, boolean output) {
        Matcher ready = READY.matcher(line);
        if (output && ready.matches()) {
            port.complete(Integer.valueOf(ready.group(1)));
        } else if (!output) {
            complaint = line;
        }
    }

    private @Nullable Path find(String program) {
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(directory, program);
            if (!directory.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    private static String manual(List<String> arguments) {
        return "kubectl " + String.join(" ", arguments).replaceFirst(" \\d*:(\\d+)$", " " + MANUAL_PORT + ":$1");
    }
}
