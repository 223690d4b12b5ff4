// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.EventSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shim's counts of what the programs tried to put into the rings, and what of it is news.
 *
 * <pre>
 *  0               4               8               16              24
 *  +---------------+---------------+---------------+---------------+
 *  |      cpu      |  event type   | attempts      | failed        |
 *  +---------------+---------------+---------------+---------------+
 * </pre>
 *
 * Not thread-safe.
 */
final class OutputStatistics {
    static final int CPU_OFFSET = 0;
    static final int TYPE_OFFSET = CPU_OFFSET + Integer.BYTES;
    static final int ATTEMPTS_OFFSET = TYPE_OFFSET + Integer.BYTES;
    static final int FAILED_OFFSET = ATTEMPTS_OFFSET + Long.BYTES;
    static final int ENTRY_LENGTH = FAILED_OFFSET + Long.BYTES;

    /** Number of the API's {@code LostEventSource} for perf rings. */
    private static final int PERF_EVENT_RING_BUFFER = 1;

    /** By CPU, how many failures have been told. */
    private long[] told = new long[0];
    /** By CPU, how many there are. */
    private long[] failed = new long[0];

    private long toldNanos;

    /** The first {@code count} entries of a buffer. */
    static List<OutputCount> read(ByteBuffer buffer, int count) {
        var entries = new ArrayList<OutputCount>(count);
        for (int at = 0; at < count * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            entries.add(new OutputCount(
                    buffer.getInt(at + CPU_OFFSET),
                    buffer.getInt(at + TYPE_OFFSET),
                    buffer.getLong(at + ATTEMPTS_OFFSET),
                    buffer.getLong(at + FAILED_OFFSET)));
        }
        return entries;
    }

    /** Starts to count from here: nothing was lost before {@code nowNanos}. */
    void start(long nowNanos) {
        toldNanos = nowNanos;
    }

    /** Tells the sink, CPU by CPU, of failures that it has not heard of. They lie between the last call and this. */
    void tellLosses(ByteBuffer buffer, int count, long nowNanos, EventSink sink) {
        for (int cpu = 0; cpu < failed.length; cpu++) {
            failed[cpu] = 0;
        }
        for (int at = 0; at < count * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            int cpu = buffer.getInt(at + CPU_OFFSET);
            if (cpu >= failed.length) {
                told = Arrays.copyOf(told, cpu + 1);
                failed = Arrays.copyOf(failed, cpu + 1);
            }
            failed[cpu] += buffer.getLong(at + FAILED_OFFSET);
        }
        for (int cpu = 0; cpu < failed.length; cpu++) {
            long lost = failed[cpu] - told[cpu];
            if (lost > 0) {
                told[cpu] = failed[cpu];
                sink.lost(PERF_EVENT_RING_BUFFER, cpu, lost, toldNanos, nowNanos);
            }
        }
        toldNanos = nowNanos;
    }
}
