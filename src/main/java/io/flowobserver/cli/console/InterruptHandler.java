// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Handles Ctrl-C and SIGTERM: prints what was received, then ends the JVM with exit code 0. */
public final class InterruptHandler {
    private static final int LAST_LINES_MILLIS = 500;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Registers the handler.
     *
     * @param stop stops the work; called on another thread
     */
    public InterruptHandler(Runnable stop) {
        hook = new Thread(() -> end(stop), "observer-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Removes the handler. The caller calls this when the work has ended, before the JVM exits. */
    public void finished() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook is already running and ends the JVM
        }
    }

    private void end(Runnable stop) {
        stop.run();
        try {
            finished.await(LAST_LINES_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // exit() would report the signal with code 130, but a signal is the normal way to end a command that follows.
        Runtime.getRuntime().halt(0);
    }
}
