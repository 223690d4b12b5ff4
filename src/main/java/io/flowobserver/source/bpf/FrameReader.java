// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.WallClock;
import java.nio.ByteBuffer;

/**
 * Reads the frames that one poll of the native library wrote ({@code struct observer_frame} in {@code bpf/events.h}),
 * and delivers their samples.
 *
 * <pre>
 *  0               4       6       8              12              16              24
 *  +---------------+-------+-------+---------------+---------------+---------------+--------
 *  | size, n * 8   | kind  |  cpu  |    length     |   reserved    | time, 8 bytes | payload
 *  +---------------+-------+-------+---------------+---------------+---------------+--------
 * </pre>
 *
 * <p>Little-endian. The time is CLOCK_MONOTONIC in nanoseconds. Only the polling thread uses it.
 */
final class FrameReader {
    static final int SIZE_OFFSET = 0;
    static final int KIND_OFFSET = SIZE_OFFSET + Integer.BYTES;
    static final int CPU_OFFSET = KIND_OFFSET + Short.BYTES;
    static final int LENGTH_OFFSET = CPU_OFFSET + Short.BYTES;
    static final int RESERVED_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int TIME_OFFSET = RESERVED_OFFSET + Integer.BYTES;
    static final int HEADER_LENGTH = TIME_OFFSET + Long.BYTES;

    static final int KIND_SAMPLE = 0;
    /** The kernel's report of lost samples. It is not used, because the statistics of the native library are exact. */
    static final int KIND_LOST = 1;

    private final EventBytes bytes = new EventBytes();

    /** Delivers the samples in the first {@code length} bytes. Returns the number of samples. */
    int deliver(ByteBuffer frames, int length, WallClock clock, EventSink sink) throws SourceException {
        int samples = 0;
        int at = 0;
        while (at < length) {
            int size = length - at < HEADER_LENGTH ? 0 : frames.getInt(at + SIZE_OFFSET);
            if (size < HEADER_LENGTH || size > length - at) {
                throw unsound(at, size);
            }
            int payload = frames.getInt(at + LENGTH_OFFSET);
            if (payload < 0 || payload > size - HEADER_LENGTH) {
                throw unsound(at, size);
            }
            if (frames.getShort(at + KIND_OFFSET) == KIND_SAMPLE) {
                int cpu = frames.getShort(at + CPU_OFFSET) & 0xffff;
                long timeNanos = clock.wallNanos(frames.getLong(at + TIME_OFFSET));
                bytes.wrap(frames, at + HEADER_LENGTH, payload);
                sink.event(SampleKind.PERF, SampleOrigin.OWN, cpu, timeNanos, bytes);
                samples++;
            }
            at += size;
        }
        return samples;
    }

    private static SourceException unsound(int at, int size) {
        return new SourceException("bpf: libobserver.so wrote a frame of " + size + " bytes at " + at
                + ", which is invalid; the library does not belong to this build: run make build");
    }
}
