// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.cli.console.Signals;
import io.flowobserver.daemon.Daemon;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signals of a daemon: SIGINT and SIGTERM end it, SIGHUP has its files read again. Each is logged. */
final class DaemonSignals {
    private static final Logger log = LoggerFactory.getLogger(DaemonSignals.class);
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;
    /** By convention, a process that a signal ends exits with this and the number of the signal. */
    private static final int EXIT_BY_SIGNAL = 128;

    private final AtomicBoolean ending = new AtomicBoolean();

    private DaemonSignals() {}

    /** Sets the handlers. They wait for a daemon that is still starting. */
    static void handle(CompletableFuture<Daemon> starting) {
        DaemonSignals signals = new DaemonSignals();
        Signals.handle("HUP", () -> starting.thenAccept(DaemonSignals::readFiles));
        Signals.handle("INT", () -> signals.end("SIGINT", INTERRUPT));
        Signals.handle("TERM", () -> signals.end("SIGTERM", TERMINATE));
    }

    private static void readFiles(Daemon daemon) {
        log.info("SIGHUP was received: all watched files are read again");
        daemon.readFilesAgain();
    }

    /** The shutdown hooks stop the daemon and may set another exit code. */
    private void end(String signal, int number) {
        if (!ending.getAndSet(true)) {
            log.info("{} was received: the observer ends", signal);
        }
        System.exit(EXIT_BY_SIGNAL + number);
    }
}
