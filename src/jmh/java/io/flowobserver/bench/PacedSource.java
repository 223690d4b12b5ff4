// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * The workload's events, each there at its own time, so many a second; as with perf rings, whoever polls waits the whole
 * time that it may and gets what has gathered.
 */
final class PacedSource implements EventSource {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final EventBytes[] events;
    private final long nanosPerEvent;
    private final long total;
    private volatile long startNanos;
    private long delivered;

    PacedSource(ByteBuffer capture, int eventsPerSecond, int seconds) {
        events = samples(capture);
        nanosPerEvent = NANOS_PER_SECOND / eventsPerSecond;
        total = (long) eventsPerSecond * seconds;
    }

    /** When an event was there, as {@link System#nanoTime} tells it. */
    long dueNanos(long event) {
        return startNanos + event * nanosPerEvent;
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) {
        if (startNanos == 0) {
            startNanos = System.nanoTime();
        }
        if (delivered == total) {
            return ENDED;
        }
        LockSupport.parkNanos(timeoutMillis * NANOS_PER_MILLI);
        long there = Math.min(total, (System.nanoTime() - startNanos) / nanosPerEvent);
        int count = (int) (there - delivered);
        long now = System.currentTimeMillis() * NANOS_PER_MILLI;
        while (delivered < there) {
            EventBytes event = events[(int) (delivered++ % events.length)];
            sink.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, now, event);
        }
        return count;
    }

    @Override
    public String name() {
        return "workload, paced";
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private static EventBytes[] samples(ByteBuffer capture) {
        EventBytes[] samples = new EventBytes[BenchCapture.EVENTS];
        try (EventSource replay = BenchCapture.replay(capture)) {
            EventSink keeping = new Keeping(samples);
            while (replay.poll(keeping, 0) != ENDED) {
                // until all are kept
            }
        } catch (SourceException e) {
            throw new IllegalStateException(e);
        }
        return samples;
    }

    private static final class Keeping implements EventSink {
        private final EventBytes[] samples;
        private int count;

        Keeping(EventBytes[] samples) {
            this.samples = samples;
        }

        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
            samples[count++] = EventBytes.of(bytes.toArray());
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            throw new IllegalStateException("the workload has no losses");
        }
    }
}
