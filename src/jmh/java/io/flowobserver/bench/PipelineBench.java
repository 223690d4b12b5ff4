// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Events a second through the whole pipeline, with and without a follower, beside a plain decoder in the same run. */
final class PipelineBench {
    private static final int RING_FLOWS = 65_535;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 7;
    private static final int INGEST_ROUNDS = 15;
    private static final long ROUND_MILLIS = 1_000;

    private PipelineBench() {}

    static void run(World world, ByteBuffer capture, Report report) throws IOException, SourceException {
        PlainDecoder plain = new PlainDecoder(world);
        Meter warmUp = new Meter(3 * WARM_UP_ROUNDS);
        Meter followed = new Meter(ROUNDS);
        Meter alone = new Meter(ROUNDS);
        Meter plainly = new Meter(ROUNDS);
        double[] received = new double[ROUNDS];
        try (Road road = new Road(world, capture, RING_FLOWS)) {
            Agreement.check(road, capture, plain);
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                boolean counts = round >= 0;
                try (Client client = new Client(road.socket)) {
                    client.start(GetFlowsRequest.newBuilder().setFollow(true).build());
                    awaitFirstFlow(road, client);
                    long before = client.flows();
                    long start = System.nanoTime();
                    (counts ? followed : warmUp).round(road::replayOnce, Workload.EVENTS, ROUND_MILLIS);
                    if (counts) {
                        received[round] = (client.flows() - before) * 1e9 / (System.nanoTime() - start);
                    }
                }
                (counts ? alone : warmUp).round(road::replayOnce, Workload.EVENTS, ROUND_MILLIS);
                (counts ? plainly : warmUp).round(() -> plain.replayOnce(capture), Workload.EVENTS, ROUND_MILLIS);
            }
        }
        report.rates("pipeline, one follower", followed, plainly);
        report.rates("pipeline, nobody follows", alone, plainly);
        report.rates("plain decoder", plainly, plainly);
        report.line("  the follower got %,.0f flows/s and was told of the rest as lost", Meter.median(received));
    }

    /** The ingest thread's own cost, for quick comparisons of two builds. */
    static void ingest(World world, ByteBuffer capture, Report report) throws IOException {
        Meter warmUp = new Meter(INGEST_ROUNDS);
        Meter alone = new Meter(INGEST_ROUNDS);
        try (Road road = new Road(world, capture, RING_FLOWS)) {
            for (int round = 0; round < INGEST_ROUNDS; round++) {
                warmUp.round(road::replayOnce, Workload.EVENTS, ROUND_MILLIS / 3);
            }
            for (int round = 0; round < INGEST_ROUNDS; round++) {
                alone.round(road::replayOnce, Workload.EVENTS, ROUND_MILLIS / 3);
            }
        }
        report.line(
                "ingest thread             %6.1f ns of CPU time an event, %6.1f in the best round",
                1e9 / alone.perCpuSecond(), 1e9 / alone.bestPerCpuSecond());
    }

    private static void awaitFirstFlow(Road road, Client client) {
        while (client.flows() == 0) {
            road.replayOnce();
        }
    }
}
