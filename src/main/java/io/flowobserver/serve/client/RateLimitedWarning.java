// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Logs warnings of one kind: at most one line in ten seconds, with the number of those that it left out before. Any
 * thread.
 */
public final class RateLimitedWarning {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    /** When the next line may be logged; 0 for at once. */
    private final AtomicLong nextNanos = new AtomicLong();
    /** Lines left out since the last one. */
    private final AtomicLong leftOut = new AtomicLong();

    public RateLimitedWarning(Logger log) {
        this.log = log;
    }

    /**
     * Logs a warning, or counts it as left out.
     *
     * @param line the text; asked for only if it is logged
     */
    public void log(Supplier<String> line) {
        long now = System.nanoTime() | 1;
        long next = nextNanos.get();
        boolean due = next == 0 || now - next >= 0;
        if (due && nextNanos.compareAndSet(next, now + INTERVAL_NANOS | 1)) {
            long more = leftOut.getAndSet(0);
            log.warn("{}{}", line.get(), more == 0 ? "" : "; " + more + " more did so since the last line");
        } else {
            leftOut.incrementAndGet();
        }
    }
}
