// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long one waits for an answer: for the newest flow of a full ring, and for one that looks through all of it. */
final class FirstFlowBench {
    private static final int CALLS = 1_000;
    private static final int CONNECTIONS = 200;
    private static final int SCANS = 25;
    private static final int WARM_UP_SCANS = 20;
    private static final int RING_FLOWS = 65_535;
    private static final int LARGE_RING_FLOWS = 1_000_000;
    private static final long TIMEOUT_SECONDS = 60;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final GetFlowsRequest NEWEST =
            GetFlowsRequest.newBuilder().setNumber(1).build();
    private static final GetFlowsRequest NOTHING = GetFlowsRequest.newBuilder()
            .addWhitelist(FlowFilter.newBuilder().addVerdict(Verdict.DROPPED))
            .build();

    private FirstFlowBench() {}

    static void run(BenchInventory world, ByteBuffer capture, Report report) throws IOException, InterruptedException {
        for (int flows : new int[] {RING_FLOWS, LARGE_RING_FLOWS}) {
            try (BenchServer road = new BenchServer(world, capture, flows)) {
                while (road.ring.written() < flows) {
                    road.replayOnce();
                }
                if (flows == RING_FLOWS) {
                    firstFlow(road, report);
                }
                scan(road, flows, report);
            }
        }
    }

    private static void firstFlow(BenchServer road, Report report) throws InterruptedException {
        try (Client client = new Client(road.socket)) {
            calls(client, NEWEST, CALLS);
            tell("newest flow, on a connection", calls(client, NEWEST, CALLS), report);
        }
        connections(road, CONNECTIONS);
        tell("newest flow, connection included", connections(road, CONNECTIONS), report);
    }

    private static void scan(BenchServer road, int flows, Report report) throws InterruptedException {
        try (Client client = new Client(road.socket)) {
            calls(client, NOTHING, WARM_UP_SCANS);
            long cpu = ThreadsCpu.nanos(ThreadsCpu.SERVER);
            long[] nanos = calls(client, NOTHING, SCANS);
            cpu = ThreadsCpu.nanos(ThreadsCpu.SERVER) - cpu;
            report.line(
                    "%,9d flows, none matches  median %6.1f ms, best %6.1f; %5.1f ms of the server's CPU time",
                    flows,
                    nanos[SCANS / 2] / NANOS_PER_MILLI,
                    nanos[0] / NANOS_PER_MILLI,
                    cpu / NANOS_PER_MILLI / SCANS);
        }
    }

    /** Nanoseconds from a call to its end, sorted. */
    private static long[] calls(Client client, GetFlowsRequest request, int count) throws InterruptedException {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            await(client.start(request));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static long[] connections(BenchServer road, int count) throws InterruptedException {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            try (Client client = new Client(road.socket)) {
                await(client.start(NEWEST));
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static void tell(String what, long[] nanos, Report report) {
        report.line(
                "%-35s p50 %,7.0f us, p99 %,7.0f us",
                what, nanos[nanos.length / 2] / NANOS_PER_MICRO, nanos[nanos.length * 99 / 100] / NANOS_PER_MICRO);
    }

    private static void await(CountDownLatch end) throws InterruptedException {
        if (!end.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no end within " + TIMEOUT_SECONDS + " s");
        }
    }
}
