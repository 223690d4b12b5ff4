// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Runs in one process what clients or the daemon do most, so that the JVM can archive the classes that this needs.
 * {@code bin/archive-classes} starts it with the options of {@code bin/observer}.
 */
final class TrainingRun {
    private static final String CAPTURE = "/demo/demo.pcap";
    private static final String NO_DEVICE = "no-such-device";

    private final Path capture;
    private final String socket;

    private TrainingRun(Path directory) {
        this.capture = directory.resolve("training.pcap");
        this.socket = "unix://" + directory.resolve("observer.sock");
    }

    /**
     * Runs the commands and exits with 0 if each was successful.
     *
     * @param arguments {@code serve}, or anything else for the clients; and the directory for the daemon's socket
     */
    public static void main(String[] arguments) throws IOException {
        TrainingRun training = new TrainingRun(Path.of(arguments[1]));
        int exitCode = CommandLine.ExitCode.OK;
        for (String command : arguments[0].equals("serve") ? training.daemon() : training.clients()) {
            exitCode = Math.max(exitCode, run(command));
        }
        System.exit(exitCode);
    }

    private static int run(String command) {
        String[] words = command.split(" ", -1);
        return Observer.commandLine(Map.of(), words).execute(words);
    }

    /** The last command runs until a signal ends the process. */
    private List<String> daemon() throws IOException {
        try (InputStream recording = TrainingRun.class.getResourceAsStream(CAPTURE)) {
            if (recording == null) {
                throw new IOException(CAPTURE + " is missing beside " + TrainingRun.class);
            }
            Files.copy(recording, capture);
        }
        // Lists the devices by native code. Then it fails, because there is no such device, and has changed none.
        run("detach --force --interfaces=" + NO_DEVICE);
        return List.of("serve --source=replay:" + capture + " --replay-speed=max --listen-client-urls=" + socket);
    }

    private List<String> clients() {
        String server = " --server=" + socket;
        return List.of(
                "version",
                "status" + server,
                "observe --last=1" + server,
                "observe --all --output=json --protocol=tcp" + server,
                "observe --all --output=dict --verdict=FORWARDED" + server,
                "observe --all --output=table --since=1h" + server,
                "observe agent-events --last=1" + server,
                "list nodes" + server,
                "list namespaces" + server);
    }
}
