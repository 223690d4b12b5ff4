// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.CapturedLoss;
import io.flowobserver.source.EventSink;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that writes all events to a capture and forwards them to the next sink.
 *
 * <p>Recording never affects the next sink. If the capture reaches its maximum size, or a write fails, recording stops
 * with one line in the log, and the next sink still receives all events. Only the polling thread uses it.
 */
public final class Recorder implements EventSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final long FLUSH_INTERVAL_NANOS = 1_000_000_000;

    private final Path path;
    private final long maxBytes;
    private final EventSink next;
    private final CaptureWriter capture;
    private boolean recording = true;
    private long recorded;
    private long lastTimeNanos;
    private long flushedNanos;

    /**
     * Creates the capture.
     *
     * @param maxBytes maximum size of the file in bytes
     * @param next receives each event and loss after it is written
     * @throws CaptureException if the file cannot be created
     */
    public Recorder(Path path, long maxBytes, EventSink next) throws CaptureException {
        this.path = path;
        this.maxBytes = maxBytes;
        this.next = next;
        this.capture = CaptureWriter.create(path);
        this.flushedNanos = System.nanoTime();
    }

    @Override
    public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
        lastTimeNanos = timeNanos;
        record(kind, origin, cpu, timeNanos, bytes);
        next.event(kind, origin, cpu, timeNanos, bytes);
    }

    @Override
    public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
        if (recording) {
            var note = new CapturedLoss(lostSource, cpu, count, firstNanos, lastNanos);
            record(
                    SampleKind.LOST,
                    SampleOrigin.UNKNOWN,
                    cpu,
                    lastNanos != 0 ? lastNanos : lastTimeNanos,
                    note.toJson());
        }
        next.lost(lostSource, cpu, count, firstNanos, lastNanos);
    }

    /** Flushes here too, so that all events are in the file one second after the last one. */
    @Override
    public void idle() {
        flushWhenDue();
        next.idle();
    }

    /**
     * Returns whether events are still written. It is false after the first failure, at the maximum size, and after
     * close().
     */
    public boolean isRecording() {
        return recording;
    }

    /** Returns the number of events and losses in the capture. */
    public long recorded() {
        return recorded;
    }

    /** Writes all buffered events to the file. */
    void flush() {
        if (!recording) {
            return;
        }
        try {
            capture.flush();
            flushedNanos = System.nanoTime();
        } catch (IOException e) {
            stop("writing failed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        flush();
        recording = false;
        closeFile();
    }

    private void record(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
        if (!recording) {
            return;
        }
        if (bytes.length() > CaptureWriter.LONGEST_CONTENT) {
            stop("an event of " + bytes.length() + " bytes is too long for a capture");
            return;
        }
        if (capture.length() + CaptureWriter.OVERHEAD + bytes.length() > maxBytes) {
            flush();
            stop("it has reached its limit of " + maxBytes + " bytes");
            return;
        }
        try {
            capture.write(kind, origin, cpu, timeNanos, bytes);
            recorded++;
        } catch (IOException e) {
            stop("writing failed: " + e.getMessage());
            return;
        }
        flushWhenDue();
    }

    private void flushWhenDue() {
        if (System.nanoTime() - flushedNanos > FLUSH_INTERVAL_NANOS) {
            flush();
        }
    }

    private void stop(String reason) {
        if (recording) {
            recording = false;
            log.warn("recording to {} ends after {} events: {}", path, recorded, reason);
            closeFile();
        }
    }

    private void closeFile() {
        try {
            capture.close();
        } catch (IOException e) {
            log.debug("closing {} failed: {}", path, e.getMessage());
        }
    }
}
