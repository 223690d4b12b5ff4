// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.source.EventSink;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges the queues of several sources by time. What the queues hold when a round begins is what it may deliver, a
 * bounded share of each. Only the ingest thread uses it.
 */
final class QueueMerge {
    /** How long a round may deliver until each source delivers no more than its least share. */
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** How long all threads together have to end. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** So often the clock is looked at, in events. */
    private static final int CLOCK_EVERY = 16;

    private final QueuedSource[] sources;
    private final SourceSwitch from;
    private final LongSupplier nanoTime;
    private long lateNanos;
    private boolean late;
    private int delivered;
    private long nextNanos = Long.MAX_VALUE;

    QueueMerge(List<QueuedSource> sources, SourceSwitch from, LongSupplier nanoTime) {
        this.sources = sources.toArray(QueuedSource[]::new);
        this.from = from;
        this.nanoTime = nanoTime;
    }

    /** Starts the threads. */
    void start() {
        for (QueuedSource source : sources) {
            source.start();
        }
    }

    /** Returns whether something waits for the next round. */
    boolean anyWaits() {
        for (QueuedSource source : sources) {
            if (source.isWaiting()) {
                return true;
            }
        }
        return false;
    }

    /** Begins a round. */
    void begin() {
        late = false;
        lateNanos = nanoTime.getAsLong() + ROUND_NANOS;
        delivered = 0;
        for (QueuedSource source : sources) {
            source.beginRound();
        }
        nextNanos = timeOf(earliest());
    }

    /** Returns the time of what this round delivers next; {@link Long#MAX_VALUE} if nothing. */
    long nextNanos() {
        return nextNanos;
    }

    /** Returns how many events and losses this round has delivered. */
    int delivered() {
        return delivered;
    }

    /** Delivers what is not later than the given time. */
    void deliverUntil(long nanos, EventSink sink) {
        QueuedSource source = earliest();
        while (source != null && source.nextNanos() <= nanos) {
            from.to(source.runner());
            source.deliver(sink);
            if (++delivered % CLOCK_EVERY == 0) {
                late |= nanoTime.getAsLong() - lateNanos > 0;
            }
            source = earliest();
        }
        nextNanos = timeOf(source);
    }

    /** Reports what queues refused, and which sources have ended. Returns whether all have. */
    boolean end(EventSink sink) {
        boolean ended = true;
        for (QueuedSource source : sources) {
            // Asked first, because nothing is refused after the end.
            boolean done = source.isDone();
            tellRefused(source, sink);
            if (done) {
                source.tellEnd();
            }
            ended &= done;
        }
        return ended;
    }

    /** Tells the threads to end. */
    void stop() {
        for (QueuedSource source : sources) {
            source.stop();
        }
    }

    /**
     * Waits until the threads have ended and the sources are closed, and delivers what is left in the queues.
     *
     * @param sink null if there was no round yet
     */
    void close(@Nullable EventSink sink) {
        long deadline = System.nanoTime() + CLOSE_NANOS;
        for (QueuedSource source : sources) {
            source.join(deadline - System.nanoTime());
        }
        while (sink != null && anyWaits()) {
            begin();
            deliverUntil(Long.MAX_VALUE, sink);
        }
        for (QueuedSource source : sources) {
            if (sink != null) {
                tellRefused(source, sink);
            }
        }
    }

    private void tellRefused(QueuedSource source, EventSink sink) {
        if (source.hasRefused()) {
            from.to(source.runner());
            source.tellRefused(sink);
        }
    }

    private @Nullable QueuedSource earliest() {
        QueuedSource earliest = null;
        for (QueuedSource source : sources) {
            if (source.hasNext(late) && (earliest == null || source.nextNanos() < earliest.nextNanos())) {
                earliest = source;
            }
        }
        return earliest;
    }

    private static long timeOf(@Nullable QueuedSource source) {
        return source == null ? Long.MAX_VALUE : source.nextNanos();
    }
}
