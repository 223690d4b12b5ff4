// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.EventSink;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Puts what a source delivers into a queue. Only the thread that reads the source uses it, except {@link #stop}. */
final class QueueWriter implements EventSink {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final EventQueue queue;
    private final RefusedEvents refused;
    private final boolean waits;
    private volatile boolean stopped;

    /** @param waits whether to wait while the queue is full; otherwise an event that finds no room is refused */
    QueueWriter(EventQueue queue, RefusedEvents refused, boolean waits) {
        this.queue = queue;
        this.refused = refused;
        this.waits = waits;
    }

    @Override
    public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
        boolean put = queue.offer(kind, origin, cpu, timeNanos, bytes);
        while (!put && waits && !stopped && queue.fits(bytes.length())) {
            LockSupport.parkNanos(PAUSE_NANOS);
            put = queue.offer(kind, origin, cpu, timeNanos, bytes);
        }
        // What a source delivers after the stop counts as not read.
        if (!put && !stopped) {
            refused.add(timeNanos);
        }
    }

    /** Waits for room in any case: a loss that is not reported would be worse, and losses are rare. */
    @Override
    public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
        while (!queue.offerLoss(lostSource, cpu, count, firstNanos, lastNanos) && !stopped) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Ends all waiting, now and later. Any thread. */
    void stop() {
        stopped = true;
    }
}
