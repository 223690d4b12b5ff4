// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.Malformed;
import io.flowobserver.supervise.ErrorLog;
import io.flowobserver.supervise.FatalErrors;
import java.util.function.Supplier;

/**
 * Handles exceptions that single events cause. Each of them is a bug of this program, so it is logged once, and too
 * many of them make the program useless, which {@link #areMost} tells. The ingest thread calls the other methods.
 */
public final class EventErrors {
    static final long WINDOW_NANOS = 1_000_000_000;

    private final Supplier<EventCounters> counters;
    private final ErrorLog log = new ErrorLog();
    private long windowStart;
    private long receivedBefore;
    private long errorsBefore;
    private volatile boolean most;

    /** @param counters returns those of all sources together */
    EventErrors(Supplier<EventCounters> counters, long nanoTime) {
        this.counters = counters;
        this.windowStart = nanoTime;
    }

    /** Returns whether over half of the events of the last full second caused exceptions. Any thread. */
    public boolean areMost() {
        return most;
    }

    /** Logs the exception, or ends the process if it is fatal. */
    void add(Throwable error) {
        FatalErrors.exitIfFatal(error);
        log.add(error, "an event caused an exception and is counted as malformed (internal)");
    }

    /** Called after each batch, so that the time passes without events too. */
    void endBatch(long nanoTime) {
        if (nanoTime - windowStart < WINDOW_NANOS) {
            return;
        }
        EventCounters now = counters.get();
        long received = now.received();
        long errors = now.malformed(Malformed.INTERNAL);
        most = 2 * (errors - errorsBefore) > received - receivedBefore;
        receivedBefore = received;
        errorsBefore = errors;
        windowStart = nanoTime;
    }
}
