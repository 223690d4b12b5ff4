// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.EventSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the statistics of the native library, and reports new losses ({@code struct observer_statistic} in
 * {@code bpf/events.h}, little-endian).
 *
 * <pre>
 *  0               4               8               16              24              32
 *  +---------------+---------------+---------------+---------------+---------------+
 *  |      cpu      |  event type   | attempts      | failed        | suppressed    |
 *  +---------------+---------------+---------------+---------------+---------------+
 * </pre>
 *
 * <p>Not thread-safe, apart from {@link #suppressed}.
 */
final class OutputStatistics {
    static final int CPU_OFFSET = 0;
    static final int TYPE_OFFSET = CPU_OFFSET + Integer.BYTES;
    static final int ATTEMPTS_OFFSET = TYPE_OFFSET + Integer.BYTES;
    static final int FAILED_OFFSET = ATTEMPTS_OFFSET + Long.BYTES;
    static final int SUPPRESSED_OFFSET = FAILED_OFFSET + Long.BYTES;
    static final int ENTRY_LENGTH = SUPPRESSED_OFFSET + Long.BYTES;

    /** The number of perf rings in {@code flow.LostEventSource}. */
    private static final int PERF_EVENT_RING_BUFFER = 1;

    /** For each CPU, the number of failures already reported. */
    private long[] told = new long[0];
    /** For each CPU, the number of failures since the programs were loaded. */
    private long[] failed = new long[0];

    /** Events that the limit of events has put off, since the programs were loaded. Any thread may read it. */
    private volatile long suppressed;

    private long toldNanos;

    /** Reads the first {@code count} entries of a buffer. */
    static List<OutputCount> read(ByteBuffer buffer, int count) {
        var entries = new ArrayList<OutputCount>(count);
        for (int at = 0; at < count * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            entries.add(new OutputCount(
                    buffer.getInt(at + CPU_OFFSET),
                    buffer.getInt(at + TYPE_OFFSET),
                    buffer.getLong(at + ATTEMPTS_OFFSET),
                    buffer.getLong(at + FAILED_OFFSET),
                    buffer.getLong(at + SUPPRESSED_OFFSET)));
        }
        return entries;
    }

    /** Sets the start time: nothing was lost before {@code nowNanos}. */
    void start(long nowNanos) {
        toldNanos = nowNanos;
    }

    /** Returns how many events the limit of events has put off until the last call of {@link #tellLosses}. Any thread. */
    long suppressed() {
        return suppressed;
    }

    /** Reports new failures to the sink, one call per CPU. They happened between the last call and this one. */
    void tellLosses(ByteBuffer buffer, int count, long nowNanos, EventSink sink) {
        for (int cpu = 0; cpu < failed.length; cpu++) {
            failed[cpu] = 0;
        }
        long sum = 0;
        for (int at = 0; at < count * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            sum += buffer.getLong(at + SUPPRESSED_OFFSET);
            int cpu = buffer.getInt(at + CPU_OFFSET);
            if (cpu >= failed.length) {
                told = Arrays.copyOf(told, cpu + 1);
                failed = Arrays.copyOf(failed, cpu + 1);
            }
            failed[cpu] += buffer.getLong(at + FAILED_OFFSET);
        }
        suppressed = sum;
        for (int cpu = 0; cpu < failed.length; cpu++) {
            long lost = failed[cpu] - told[cpu];
            if (lost > 0) {
                told[cpu] = failed[cpu];
                // The clock may have been set back since the last call.
                sink.lost(PERF_EVENT_RING_BUFFER, cpu, lost, Math.min(toldNanos, nowNanos), nowNanos);
            }
        }
        toldNanos = nowNanos;
    }
}
