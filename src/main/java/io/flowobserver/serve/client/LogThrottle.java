// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Allows one log line of a kind in ten seconds, and counts the others. Any thread. */
public final class LogThrottle {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    /** When the next line may be logged; 0 for at once. */
    private final AtomicLong nextNanos = new AtomicLong();

    private final AtomicLong leftOut = new AtomicLong();

    public LogThrottle() {
        this(System::nanoTime);
    }

    LogThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Asks for one line. If the line may be logged, returns how many lines were left out since the last one; otherwise
     * counts this line as left out and returns empty.
     */
    public OptionalLong admit() {
        // An odd number is never 0, which means "at once".
        long now = nanoTime.getAsLong() | 1;
        long next = nextNanos.get();
        boolean due = next == 0 || now - next >= 0;
        if (due && nextNanos.compareAndSet(next, now + INTERVAL_NANOS | 1)) {
            return OptionalLong.of(leftOut.getAndSet(0));
        }
        leftOut.incrementAndGet();
        return OptionalLong.empty();
    }

    /** Returns the end of a log line that says how many lines like it were left out. */
    public static String leftOut(long lines) {
        return lines == 0 ? "" : "; " + lines + " more since the last line";
    }
}
