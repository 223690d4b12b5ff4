// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one source of several. One of them may be polled directly; the others are read on threads of their own and hand
 * their events over through queues.
 *
 * <p>A poll is a round. It delivers a bounded number of events of each source, merged by time; the order within a source
 * is kept. It waits only if no source has anything. Merging allocates nothing. The ingest thread calls all methods.
 */
public final class SourceMerge implements EventSource {
    /** How long a round may deliver from queues until each source delivers no more than its least share. */
    static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Logger log = LoggerFactory.getLogger(SourceMerge.class);
    /** How long all threads together have to end. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** So often the clock is looked at, in events from queues. */
    private static final int CLOCK_EVERY = 16;

    private final @Nullable Direct direct;
    private final QueuedSource[] queued;
    private final Consumer<EventCounters> onSwitch;
    private final LongSupplier nanoTime;
    private final boolean[] told;
    private boolean started;
    private @Nullable EventCounters current;

    /** Whether the queues were looked at in this round. */
    private boolean begun;

    private long lateNanos;
    private boolean late;
    private int delivered;
    private int fromQueues;
    /** Time of the next event from a queue; {@link Long#MAX_VALUE} if no source delivers from a queue in this round. */
    private long nextNanos;

    /**
     * @param direct the source that is polled by the ingest thread, if there is one
     * @param queued the other sources
     * @param onSwitch called with the counters of the source that the events from now on are from
     */
    public SourceMerge(@Nullable SourceRunner direct, List<QueuedSource> queued, Consumer<EventCounters> onSwitch) {
        this(direct, queued, onSwitch, System::nanoTime);
    }

    SourceMerge(
            @Nullable SourceRunner direct,
            List<QueuedSource> queued,
            Consumer<EventCounters> onSwitch,
            LongSupplier nanoTime) {
        this.direct = direct == null ? null : new Direct(direct);
        this.queued = queued.toArray(QueuedSource[]::new);
        this.onSwitch = onSwitch;
        this.nanoTime = nanoTime;
        this.told = new boolean[queued.size()];
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) {
        start();
        begun = false;
        delivered = 0;
        int timeout = anyWaits() ? 0 : timeoutMillis;
        boolean ended = direct == null || direct.ended;
        if (direct != null && !ended) {
            ended = direct.poll(sink, timeout);
        } else {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(timeout));
        }
        begin();
        deliverUntil(Long.MAX_VALUE, sink);
        ended &= endRound(sink);
        return ended && delivered == 0 ? ENDED : delivered;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public String name() {
        return Stream.concat(
                        Stream.ofNullable(direct).map(Direct::runner),
                        Stream.of(queued).map(QueuedSource::runner))
                .map(SourceRunner::name)
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        for (QueuedSource source : queued) {
            source.stop();
        }
        if (direct != null) {
            direct.runner.close();
        }
        long deadline = System.nanoTime() + CLOSE_NANOS;
        for (QueuedSource source : queued) {
            source.join(deadline - System.nanoTime());
        }
    }

    private void start() {
        if (!started) {
            started = true;
            for (QueuedSource source : queued) {
                source.start();
            }
        }
    }

    private boolean anyWaits() {
        for (QueuedSource source : queued) {
            if (source.isWaiting()) {
                return true;
            }
        }
        return false;
    }

    /** Fixes what the queues deliver in this round. This is after the wait, so that nothing new is older. */
    private void begin() {
        if (!begun) {
            begun = true;
            late = false;
            lateNanos = nanoTime.getAsLong() + ROUND_NANOS;
            for (QueuedSource source : queued) {
                source.beginRound();
            }
            nextNanos = nextNanos(earliest());
        }
    }

    /** Delivers from the queues what is not later than the given time. */
    private void deliverUntil(long nanos, EventSink sink) {
        QueuedSource source = earliest();
        while (source != null && source.nextNanos() <= nanos) {
            switchTo(source.runner().counters());
            source.deliver(sink);
            delivered++;
            if (++fromQueues % CLOCK_EVERY == 0) {
                late |= nanoTime.getAsLong() - lateNanos > 0;
            }
            source = earliest();
        }
        nextNanos = nextNanos(source);
    }

    private @Nullable QueuedSource earliest() {
        QueuedSource earliest = null;
        for (QueuedSource source : queued) {
            if (source.hasNext(late) && (earliest == null || source.nextNanos() < earliest.nextNanos())) {
                earliest = source;
            }
        }
        return earliest;
    }

    private static long nextNanos(@Nullable QueuedSource source) {
        return source == null ? Long.MAX_VALUE : source.nextNanos();
    }

    /** Reports what queues refused, and which sources have ended. Returns whether all have. */
    private boolean endRound(EventSink sink) {
        boolean ended = true;
        for (int i = 0; i < queued.length; i++) {
            QueuedSource source = queued[i];
            boolean done = source.isDone();
            if (source.hasRefused()) {
                switchTo(source.runner().counters());
                source.tellRefused(sink);
            }
            if (done && !told[i]) {
                told[i] = true;
                tellEnd(source.runner());
            }
            ended &= done;
        }
        return ended;
    }

    private void switchTo(EventCounters counters) {
        if (counters != current) {
            current = counters;
            onSwitch.accept(counters);
        }
    }

    private static void tellEnd(SourceRunner runner) {
        log.info("source {} has ended: {}", runner.name(), runner.counters().summary());
    }

    /** The direct source. Its events are in order, and earlier ones of the queues are delivered before each of them. */
    private final class Direct implements EventSink {
        private final SourceRunner runner;
        private @Nullable EventSink next;
        private boolean ended;

        Direct(SourceRunner runner) {
            this.runner = runner;
        }

        SourceRunner runner() {
            return runner;
        }

        /** Returns whether the source has ended. */
        boolean poll(EventSink sink, int timeoutMillis) {
            next = sink;
            ended = runner.poll(this, timeoutMillis) == ENDED;
            if (ended) {
                tellEnd(runner);
            }
            return ended;
        }

        @Override
        public void event(int kind, int cpu, long timeNanos, EventBytes bytes) {
            EventSink sink = target();
            if (timeNanos >= nextNanos) {
                deliverUntil(timeNanos, sink);
            }
            switchTo(runner.counters());
            sink.event(kind, cpu, timeNanos, bytes);
            delivered++;
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            EventSink sink = target();
            switchTo(runner.counters());
            sink.lost(lostSource, cpu, count, firstNanos, lastNanos);
        }

        private EventSink target() {
            begin();
            return Objects.requireNonNull(next);
        }
    }
}
