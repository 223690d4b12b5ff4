// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one source of several. One of them may be polled directly; the others are read on threads of their own and hand
 * their events over through queues.
 *
 * <p>A poll is a round. It delivers a bounded number of events of each source, merged by time; the order within a source
 * is kept. It waits only if no source has anything. Merging allocates nothing. The ingest thread calls all methods.
 */
public final class SourceMerge implements EventSource {
    private final String name;
    private final QueueMerge queues;
    private final @Nullable DirectSource direct;
    private @Nullable EventSink lastSink;

    /**
     * @param direct the source that is polled by the ingest thread, if there is one
     * @param queued the other sources
     * @param onSwitch called with the counters of the source that the events from then on are from
     */
    public SourceMerge(@Nullable SourceRunner direct, List<QueuedSource> queued, Consumer<EventCounters> onSwitch) {
        this(direct, queued, onSwitch, System::nanoTime);
    }

    SourceMerge(
            @Nullable SourceRunner direct,
            List<QueuedSource> queued,
            Consumer<EventCounters> onSwitch,
            LongSupplier nanoTime) {
        SourceSwitch from = new SourceSwitch(onSwitch);
        this.name = names(direct, queued);
        this.queues = new QueueMerge(queued, from, nanoTime);
        this.direct = direct == null ? null : new DirectSource(direct, queues, from);
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) {
        if (lastSink == null) {
            queues.start();
        }
        lastSink = sink;
        int timeout = queues.anyWaits() ? 0 : timeoutMillis;
        int delivered = 0;
        if (direct != null && !direct.hasEnded()) {
            delivered = direct.poll(sink, timeout);
        } else {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(timeout));
            queues.begin();
        }
        queues.deliverUntil(Long.MAX_VALUE, sink);
        delivered += queues.delivered();
        boolean ended = queues.end(sink) && (direct == null || direct.hasEnded());
        return ended && delivered == 0 ? ENDED : delivered;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    /** Returns the names of all sources. */
    @Override
    public String name() {
        return name;
    }

    /** Delivers what was read but not delivered yet. */
    @Override
    public void close() {
        queues.stop();
        if (direct != null) {
            direct.runner().close();
        }
        queues.close(lastSink);
    }

    private static String names(@Nullable SourceRunner direct, List<QueuedSource> queued) {
        List<String> names = new ArrayList<>();
        if (direct != null) {
            names.add(direct.name());
        }
        queued.forEach(source -> names.add(source.runner().name()));
        return String.join(", ", names);
    }
}
