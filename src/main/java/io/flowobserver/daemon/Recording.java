// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.RecordConfig;
import io.flowobserver.config.SourcesConfig;
import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.KernelCounts;
import io.flowobserver.source.capture.Recorder;
import io.flowobserver.supervise.Supervisor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the events of all sources to a capture, without any other use. */
public final class Recording implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recording.class);
    private static final int POLL_MILLIS = 50;
    private static final long JOIN_MILLIS = 5_000;

    private final EventSource source;
    private final Recorder recorder;
    private final Bounds bounds;
    private final EventSink bounded = new Bounded();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "observer-record-0");
    private volatile boolean stopping;

    private Recording(EventSource source, Recorder recorder, Bounds bounds) {
        this.source = source;
        this.recorder = recorder;
        this.bounds = bounds;
    }

    /**
     * The limits of a recording.
     *
     * @param events the number of events and loss notes after which it ends
     * @param time the time after which it ends
     */
    public record Bounds(long events, Optional<Duration> time) {}

    /** Opens the sources and the capture, and starts the recording. */
    public static Recording start(SourcesConfig config, RecordConfig record, Bounds bounds) throws StartException {
        StartupBanner report = new StartupBanner("recording to " + record.file());
        SourceContext context = new SourceContext(
                new Inventory(), new Supervisor(), new DeviceStates(), new AtomicReference<>(KernelCounts.NONE));
        EventSource source = new Sources(config, SourceFactory::open, context, report).open(counters -> {});
        try {
            Recorder recorder = new Recorder(record.file(), record.maxBytes(), Discard.INSTANCE);
            Recording recording = new Recording(source, recorder, bounds);
            recording.thread.start();
            log.info("{}", report);
            return recording;
        } catch (SourceException e) {
            source.close();
            throw new StartException(e.getMessage(), e);
        }
    }

    /** Waits until a limit is reached, all sources end, or {@link #close} is called. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Returns the number of events and loss notes that were written. */
    public long recorded() {
        return recorder.recorded();
    }

    /** Ends the recording. The capture is complete when this returns. Idempotent. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long deadline = System.nanoTime() + bounds.time().map(Duration::toNanos).orElse(Long.MAX_VALUE / 2);
        // The source is closed first, because it then reports its last losses.
        try (recorder;
                source) {
            int events = 0;
            while (!stopping && events != EventSource.ENDED && withinBounds(deadline)) {
                events = source.poll(bounded, POLL_MILLIS);
                if (events == 0) {
                    recorder.idle();
                }
            }
        } catch (SourceException e) {
            log.error("{}", e.getMessage());
        } finally {
            ended.countDown();
        }
    }

    private boolean withinBounds(long deadline) {
        return recorder.isRecording() && recorder.recorded() < bounds.events() && System.nanoTime() - deadline < 0;
    }

    /** Drops the rest of a batch when the limit of events is reached. */
    private final class Bounded implements EventSink {
        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
            if (recorder.recorded() < bounds.events()) {
                recorder.event(kind, origin, cpu, timeNanos, bytes);
            }
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            if (recorder.recorded() < bounds.events()) {
                recorder.lost(lostSource, cpu, count, firstNanos, lastNanos);
            }
        }
    }

    /** A sink for events that are only recorded. It drops them. */
    private enum Discard implements EventSink {
        INSTANCE;

        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {}

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {}
    }
}
