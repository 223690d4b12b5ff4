// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.pipeline.IngestThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How old an event is when a follower has it, at a steady rate, by the road and the ingest thread of the daemon. */
final class LatencyBench {
    private static final int EVENTS_PER_SECOND = 50_000;
    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 10;
    private static final int RING_FLOWS = 262_143;
    private static final double NANOS_PER_MILLI = 1e6;

    private LatencyBench() {}

    static void run(BenchInventory world, ByteBuffer capture, Report report) throws IOException {
        PacedSource source = new PacedSource(capture, EVENTS_PER_SECOND, WARM_UP_SECONDS + SECONDS);
        long[] nanos = new long[EVENTS_PER_SECOND * (WARM_UP_SECONDS + SECONDS)];
        try (BenchServer road = new BenchServer(world, capture, RING_FLOWS);
                Client client = new Client(road.socket);
                IngestThread ingest = new IngestThread(road.pipeline, source, road.pipeline, Thread::new)) {
            client.note(nanos);
            client.follow();
            ingest.start();
            client.await(nanos.length);
        }
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] -= source.dueNanos(i);
        }
        long[] measured = Arrays.copyOfRange(nanos, EVENTS_PER_SECOND * WARM_UP_SECONDS, nanos.length);
        Arrays.sort(measured);
        report.line(
                "event to follower, %,d a second  p50 %.1f ms, p99 %.1f ms, most %.1f ms",
                EVENTS_PER_SECOND,
                measured[measured.length / 2] / NANOS_PER_MILLI,
                measured[measured.length / 100 * 99] / NANOS_PER_MILLI,
                measured[measured.length - 1] / NANOS_PER_MILLI);
    }
}
