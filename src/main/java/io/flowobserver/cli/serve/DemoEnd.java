// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a demo by its time or by a signal, whichever comes first and however early it comes, and lets it clean up before
 * the JVM ends.
 */
final class DemoEnd {
    /** Much more than stopping takes, and less than a supervisor waits. */
    private static final int CLEANING_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "observer-interrupt");
    private boolean asked;
    private @Nullable Runnable stop;

    DemoEnd() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * @param stop asks the demo to end; called on another thread, or at once if the signal has come already
     * @param duration when to end anyway
     */
    void arrange(Runnable stop, Optional<Duration> duration) {
        synchronized (this) {
            this.stop = stop;
            if (asked) {
                stop.run();
            }
        }
        duration.ifPresent(time -> {
            Thread timer = new Thread(() -> endAfter(time), "observer-demo-timer");
            timer.setDaemon(true);
            timer.start();
        });
    }

    /** To be called when all is cleaned up, before the JVM exits by itself. */
    void finished() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook is running already and ends the JVM
        }
    }

    private synchronized void ask() {
        asked = true;
        if (stop != null) {
            stop.run();
        }
    }

    private void endAfter(Duration time) {
        try {
            if (!finished.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void interrupted() {
        ask();
        try {
            finished.await(CLEANING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // exit() would report the signal, 130; being told to stop is the normal end of a demo.
        Runtime.getRuntime().halt(0);
    }
}
