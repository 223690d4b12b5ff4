// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.ring.LossNote;
import io.flowobserver.source.EventSink;

/**
 * Counts the events that a full queue refused until the thread that takes from the queue reports them. Thread-safe. An
 * event that is not refused takes no lock.
 */
final class RefusedEvents {
    private long count;
    private long firstNanos;
    private long lastNanos;
    private volatile boolean any;

    synchronized void add(long timeNanos) {
        firstNanos = count == 0 ? timeNanos : Math.min(firstNanos, timeNanos);
        lastNanos = count == 0 ? timeNanos : Math.max(lastNanos, timeNanos);
        count++;
        any = true;
    }

    /** Returns whether there is something to report. */
    boolean any() {
        return any;
    }

    /** Reports the events that were refused since the last call. */
    void tell(EventSink sink) {
        LossNote loss = drain();
        sink.lost(loss.source(), loss.cpu(), loss.count(), loss.firstNanos(), loss.lastNanos());
    }

    private synchronized LossNote drain() {
        LossNote loss = new LossNote(LossNote.EVENTS_QUEUE, LossNote.NO_CPU, count, firstNanos, lastNanos);
        count = 0;
        any = false;
        return loss;
    }
}
