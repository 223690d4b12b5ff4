// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a demo after its duration or on a signal, whichever comes first, and keeps the JVM running until the demo has
 * cleaned up. A signal can arrive at any time, even before the demo has started.
 */
final class DemoEnd {
    /** The limit for the clean-up, in seconds: much more than it needs, and less than a supervisor waits. */
    private static final int CLEANING_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "observer-interrupt");
    private boolean asked;
    private @Nullable Runnable stop;

    DemoEnd() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Sets how and when the demo ends.
     *
     * @param stop stops the demo. It is called on another thread, or at once if the signal has already arrived.
     * @param duration the time after which the demo ends without a signal
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

    /** Removes the handler. The caller calls this after the clean-up, before the JVM exits. */
    void finished() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook is already running and ends the JVM
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
        // exit() would report the signal with code 130, but a signal is the normal end of a demo.
        Runtime.getRuntime().halt(0);
    }
}
