// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Replays the recording of a live demo repeatedly, with the current time. Only the polling thread uses it. */
final class RecordedDemo implements EventSource {
    private static final String NAME = "demo.pcap";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final ByteBuffer capture;
    private final ReplayOptions options;
    private ReplaySource round;
    private Shift shift = new Shift();

    private RecordedDemo(ByteBuffer capture, ReplayOptions options) throws SourceException {
        this.capture = capture;
        this.options = options;
        this.round = newRound();
    }

    static RecordedDemo open(ReplayOptions options) throws SourceException {
        try (InputStream resource = DemoFiles.resource(NAME)) {
            return new RecordedDemo(ByteBuffer.wrap(resource.readAllBytes()), options);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) throws SourceException {
        shift.sink = sink;
        int delivered = round.poll(shift, timeoutMillis);
        // Do not start the next round after one without events: that would be an endless loop.
        if (delivered != ENDED || !shift.begun) {
            return delivered;
        }
        round.close();
        round = newRound();
        shift = new Shift();
        return 0;
    }

    @Override
    public String name() {
        return "recorded demo";
    }

    @Override
    public void close() {
        round.close();
    }

    private ReplaySource newRound() throws SourceException {
        return ReplaySource.of(NAME, capture.duplicate().order(capture.order()), options);
    }

    /** Shifts the times of a round so that its first event happens when it is delivered. */
    private static final class Shift implements EventSink {
        private @Nullable EventSink sink;
        private boolean begun;
        private long nanos;

        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
            target(timeNanos).event(kind, origin, cpu, timeNanos + nanos, bytes);
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            target(firstNanos).lost(lostSource, cpu, count, firstNanos + nanos, lastNanos + nanos);
        }

        private EventSink target(long timeNanos) {
            if (!begun) {
                begun = true;
                Instant now = Instant.now();
                nanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - timeNanos;
            }
            if (sink == null) {
                throw new IllegalStateException("sink=null");
            }
            return sink;
        }
    }
}
