// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source that the ingest thread polls itself beside sources with queues. Its events are in order of time, and earlier
 * ones of the queues are delivered before each of them.
 */
final class DirectSource implements EventSink {
    private final SourceRunner runner;
    private final QueueMerge queues;
    private final SourceSwitch from;
    private @Nullable EventSink next;
    private int delivered;
    private boolean begun;
    private boolean ended;

    DirectSource(SourceRunner runner, QueueMerge queues, SourceSwitch from) {
        this.runner = runner;
        this.queues = queues;
        this.from = from;
    }

    SourceRunner runner() {
        return runner;
    }

    /** Returns whether the source has ended. */
    boolean hasEnded() {
        return ended;
    }

    /**
     * Polls the source once. The round of the queues begins with the first event, or at the end if there is none: this is
     * after the wait, so that nothing that comes later is earlier.
     *
     * @return number of events of this source
     */
    int poll(EventSink sink, int timeoutMillis) {
        next = sink;
        delivered = 0;
        begun = false;
        ended = runner.poll(this, timeoutMillis) == EventSource.ENDED;
        begin();
        if (ended) {
            runner.tellEnd();
        }
        return delivered;
    }

    @Override
    public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
        begin();
        EventSink sink = Objects.requireNonNull(next);
        if (timeNanos >= queues.nextNanos()) {
            queues.deliverUntil(timeNanos, sink);
        }
        from.to(runner);
        sink.event(kind, origin, cpu, timeNanos, bytes);
        delivered++;
    }

    @Override
    public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
        from.to(runner);
        Objects.requireNonNull(next).lost(lostSource, cpu, count, firstNanos, lastNanos);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            queues.begin();
        }
    }
}
