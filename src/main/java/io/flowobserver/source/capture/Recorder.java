// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.source.CapturedLoss;
import io.flowobserver.source.EventSink;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tap before a sink: writes all that passes to a capture, and passes it on.
 *
 * <p>Recording never disturbs what is recorded: when the capture has reached its size, or the disk refuses, it ends
 * with one line in the log and the sink goes on getting everything. Belongs to the polling thread.
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
     * Starts a capture.
     *
     * @param maxBytes the file does not grow beyond this
     * @param next gets every event and loss after it was written
     * @throws CaptureException if the file cannot be made
     */
    public Recorder(Path path, long maxBytes, EventSink next) throws CaptureException {
        this.path = path;
        this.maxBytes = maxBytes;
        this.next = next;
        this.capture = CaptureWriter.create(path);
        this.flushedNanos = System.nanoTime();
    }

    @Override
    public void event(int kind, int cpu, long timeNanos, EventBytes bytes) {
        lastTimeNanos = timeNanos;
        record(kind, cpu, timeNanos, bytes);
        next.event(kind, cpu, timeNanos, bytes);
    }

    @Override
    public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
        if (recording) {
            var note = new CapturedLoss(lostSource, cpu, count, firstNanos, lastNanos);
            record(SampleKind.LOST, cpu, lastNanos != 0 ? lastNanos : lastTimeNanos, note.toJson());
        }
        next.lost(lostSource, cpu, count, firstNanos, lastNanos);
    }

    /** A capture of a quiet time is complete a second after the last event. */
    @Override
    public void idle() {
        flushWhenDue();
        next.idle();
    }

    /** Whether more is being written; false from the first failure, when the size is reached, and once closed. */
    public boolean isRecording() {
        return recording;
    }

    /** How many events and loss notes the capture holds. */
    public long recorded() {
        return recorded;
    }

    /** Brings what was recorded to the file. */
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

    private void record(int kind, int cpu, long timeNanos, EventBytes bytes) {
        if (!recording) {
            return;
        }
        if (bytes.length() > CaptureWriter.LONGEST_CONTENT) {
            stop("an event of " + bytes.length() + " bytes does not fit a capture");
            return;
        }
        if (capture.length() + CaptureWriter.OVERHEAD + bytes.length() > maxBytes) {
            flush();
            stop("it has reached its limit of " + maxBytes + " bytes");
            return;
        }
        try {
            capture.write(kind, cpu, timeNanos, bytes);
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
