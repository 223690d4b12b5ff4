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
 * Replays a capture once or in a loop. All times of a round are shifted by the same amount, which may be 0.
 *
 * <p>Only the polling thread uses it. An interrupt ends a wait early, and the interrupt flag stays set.
 */
public final class ReplaySource implements EventSource {
    /** Maximum number of samples per poll, so that the caller can do other work. */
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
    /** Whether {@link #bytes} has an event that was read but not delivered yet. */
    private boolean pending;

    private @Nullable CaptureException failure;
    /** Time of the pending event, in nanoseconds since 1970-01-01 UTC. */
    private long timeNanos;
    /**
     * The difference between an event's time and the monotonic {@link #clock} time at which it is due, in nanoseconds.
     */
    private long lead;

    /**
     * The clocks of a replay.
     *
     * @param monotonic nanoseconds since an arbitrary origin
     * @param timeOfDay nanoseconds since 1970-01-01 UTC
     * @param park waits at most the given number of nanoseconds
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

    /** Opens a capture file for replay. */
    public static ReplaySource open(Path path, ReplayOptions options) throws CaptureException {
        return of(CaptureReader.open(path), "replay:" + path, options);
    }

    /** Opens a capture in memory for replay. */
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
    public boolean isLive() {
        return false;
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

    /** Reads the next event. Returns false if there is none. If reading fails, the next poll throws the error. */
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

    /** Starts the next round and reads its first event. */
    private boolean rewind() throws CaptureException {
        try {
            times.nextRound();
        } catch (ArithmeticException e) {
            throw new CaptureException(
                    name + ": the replay cannot start again: the times would be after the year 2262", e);
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
        sink.event(kind, capture.origin(), capture.cpu(), timeNanos, bytes);
    }
}
