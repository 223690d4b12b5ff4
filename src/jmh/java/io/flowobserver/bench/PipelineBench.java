// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Events a second through the whole pipeline, with and without metrics and a follower, beside a plain decoder in the
 * same run.
 */
final class PipelineBench {
    private static final int RING_FLOWS = 65_535;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 7;
    private static final int INGEST_WARM_UP_ROUNDS = 5;
    private static final int INGEST_ROUNDS = 15;
    private static final long ROUND_MILLIS = 1_000;
    private static final long INGEST_ROUND_MILLIS = 333;
    /** What one connection may have. */
    private static final int MANY_FOLLOWERS = 100;

    private static final String METRICS = "drop tcp flow";
    private static final String NO_METRICS = "no metrics";

    private PipelineBench() {}

    static void run(BenchInventory world, ByteBuffer capture, Report report) throws IOException, SourceException {
        PlainDecoder plain = new PlainDecoder(world);
        try (BenchServer counted = BenchServer.counted(world, capture, RING_FLOWS);
                BenchServer bare = new BenchServer(world, capture, RING_FLOWS)) {
            SameResults.check(bare, capture, plain);
            rounds(counted, bare, plain, capture, WARM_UP_ROUNDS);
            Result result = rounds(counted, bare, plain, capture, ROUNDS);
            for (PipelineRow row : result.rows) {
                report.rates(row.name(), row.meter(), result.plainly);
                if (row.isFollowed()) {
                    report.line("  the follower got %,.0f flows/s and was told of the rest as lost", row.received());
                }
            }
            report.rates("plain decoder", result.plainly, result.plainly);
        }
    }

    /** The ingest thread's own cost with metrics, for quick comparisons of two builds. */
    static void ingest(BenchInventory world, ByteBuffer capture, Report report) throws IOException {
        try (BenchServer road = BenchServer.counted(world, capture, RING_FLOWS)) {
            ingestRounds(road, INGEST_WARM_UP_ROUNDS);
            for (PipelineRow row : ingestRounds(road, INGEST_ROUNDS)) {
                report.line(
                        "ingest, %-32s %6.1f ns of CPU time an event, %6.1f in the best round, %.2f B",
                        row.name(),
                        1e9 / row.meter().perCpuSecond(),
                        1e9 / row.meter().bestPerCpuSecond(),
                        row.meter().allocated());
            }
        }
    }

    private record Result(List<PipelineRow> rows, CostMeter plainly) {}

    /** Takes turns, so that what else the machine does meets all of them. */
    private static Result rounds(
            BenchServer counted, BenchServer bare, PlainDecoder plain, ByteBuffer capture, int rounds) {
        CostMeter plainly = new CostMeter(rounds);
        List<PipelineRow> rows = List.of(
                new PipelineRow(METRICS, counted, 1, rounds),
                new PipelineRow(METRICS, counted, 0, rounds),
                new PipelineRow(NO_METRICS, bare, 1, rounds),
                new PipelineRow(NO_METRICS, bare, 0, rounds));
        for (int round = 0; round < rounds; round++) {
            rows.forEach(row -> row.round(ROUND_MILLIS));
            plainly.round(() -> plain.replayOnce(capture), BenchCapture.EVENTS, ROUND_MILLIS);
        }
        return new Result(rows, plainly);
    }

    private static List<PipelineRow> ingestRounds(BenchServer road, int rounds) {
        List<PipelineRow> rows = List.of(
                new PipelineRow(METRICS, road, 0, rounds),
                new PipelineRow(METRICS, road, 1, rounds),
                new PipelineRow(METRICS, road, MANY_FOLLOWERS, rounds));
        for (int round = 0; round < rounds; round++) {
            rows.forEach(row -> row.round(INGEST_ROUND_MILLIS));
        }
        return rows;
    }
}
