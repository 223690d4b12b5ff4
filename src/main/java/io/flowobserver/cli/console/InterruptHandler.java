// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes Ctrl-C and SIGTERM an orderly end with exit code 0: what was received is printed, then the JVM ends. */
public final class InterruptHandler {
    private static final int LAST_LINES_MILLIS = 500;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /** @param stop asks the work to end; called on another thread */
    public InterruptHandler(Runnable stop) {
        hook = new Thread(() -> end(stop), "observer-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** To be called when the work has ended, before the JVM exits by itself. */
    public void finished() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook is running already and ends the JVM
        }
    }

    private void end(Runnable stop) {
        stop.run();
        try {
            finished.await(LAST_LINES_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // exit() would report the signal, 130; being told to stop is the normal end of following.
        Runtime.getRuntime().halt(0);
    }
}
