// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.source.CapturedLoss;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.WallClock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a capture once, or round after round, every event with the time that it has there or with all times shifted.
 *
 * <p>Belongs to the polling thread. An interrupt ends a wait early and stays set.
 */
public final class ReplaySource implements EventSource {
    /** Samples that one poll delivers at most, so that its caller gets to do other things. */
    static final int BATCH = 4096;

    private final String name;
    private final CaptureReader capture;
    private final boolean paced;
    private final boolean loop;
    private final Clock clock;
    private final ReplayTimes times;
    private final EventBytes bytes = new EventBytes();

    private boolean ended;
    private boolean started;
    /** Whether {@link #bytes} holds an event that was read and not yet delivered. */
    private boolean pending;

    private @Nullable CaptureException failure;
    /** When the pending event happened. */
    private long timeNanos;
    /** What to subtract from an event's time to get the {@link #clock}'s time at which it is due. */
    private long lead;

    /**
     * What a replay knows of time.
     *
     * @param monotonic nanoseconds since whenever
     * @param timeOfDay nanoseconds since the epoch
     * @param park waits for at most so many nanoseconds
     */
    record Clock(LongSupplier monotonic, LongSupplier timeOfDay, LongConsumer park) {}

    ReplaySource(CaptureReader capture, String name, ReplayOptions options, Clock clock) {
        this.capture = capture;
        this.name = name;
        this.paced = options.speed() == ReplayOptions.Speed.ORIGINAL;
        this.loop = options.loop();
        this.clock = clock;
        this.times = new ReplayTimes(options.time(), clock.timeOfDay());
    }

    /** Replays a file. */
    public static ReplaySource open(Path path, ReplayOptions options) throws CaptureException {
        return of(CaptureReader.open(path), "replay:" + path, options);
    }

    /** Replays a capture that lies in memory. */
    public static ReplaySource of(String name, ByteBuffer capture, ReplayOptions options) throws CaptureException {
        return of(CaptureReader.of(name, capture), "replay:" + name, options);
    }

    private static ReplaySource of(CaptureReader capture, String name, ReplayOptions options) {
        Clock clock = new Clock(System::nanoTime, WallClock.system()::nowNanos, LockSupport::parkNanos);
        return new ReplaySource(capture, name, options, clock);
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) throws SourceException {
        if (failure != null) {
            var thrown = failure;
            failure = null;
            throw thrown;
        }
        if (ended) {
            return ENDED;
        }
        int delivered = 0;
        while (delivered < BATCH && advance()) {
            if (paced && !isDue(delivered == 0 ? timeoutMillis : 0)) {
                return delivered;
            }
            pending = false;
            deliver(sink);
            delivered++;
        }
        if (delivered > 0 || !ended) {
            return delivered;
        }
        return failure == null ? ENDED : poll(sink, 0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        ended = true;
        failure = null;
        capture.close();
    }

    /** Makes the next event the pending one; false if there is none. What goes wrong is thrown by the next poll. */
    private boolean advance() {
        if (pending) {
            return true;
        }
        try {
            pending = capture.next(bytes) || (loop && times.isStarted() && rewind());
        } catch (CaptureException e) {
            failure = e;
        }
        if (pending) {
            timeNanos = times.shifted(capture.timeNanos());
        }
        ended = !pending;
        return pending;
    }

    /** Begins the next round with the first event. */
    private boolean rewind() throws CaptureException {
        try {
            times.nextRound();
        } catch (ArithmeticException e) {
            throw new CaptureException(name + ": no round can follow: its times would be beyond the year 2262", e);
        }
        capture.rewind();
        return capture.next(bytes);
    }

    private boolean isDue(int timeoutMillis) {
        long now = clock.monotonic().getAsLong();
        if (!started) {
            started = true;
            lead = timeNanos - now;
        }
        long due = timeNanos - lead;
        long deadline = now + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long until = Math.min(due - now, deadline - now) + now;
        while (now < until && !Thread.currentThread().isInterrupted()) {
            clock.park().accept(until - now);
            now = clock.monotonic().getAsLong();
        }
        return due - now <= 0;
    }

    private void deliver(EventSink sink) {
        int kind = capture.kind();
        if (kind == SampleKind.LOST) {
            var note = CapturedLoss.parse(bytes);
            if (note != null) {
                long first = times.shiftedText(note.firstNanos());
                sink.lost(note.source(), note.cpu(), note.count(), first, times.shiftedText(note.lastNanos()));
                return;
            }
        }
        sink.event(kind, capture.cpu(), timeNanos, bytes);
    }
}
