// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import com.google.protobuf.util.FieldMaskUtil;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Flows a second that leave the server through a unix socket, to clients that do not parse them. */
final class StreamBench {
    private static final int RING_FLOWS = 262_143;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 7;
    private static final long ROUND_TIMEOUT_SECONDS = 60;
    /** What the hubble command asks for. */
    private static final String USUAL_MASK =
            "time,verdict,ethernet,IP,l4,source.identity,source.namespace,source.pod_name,destination.identity,"
                    + "destination.namespace,destination.pod_name,Type,node_name,l7,event_type,source_service,"
                    + "destination_service,is_reply,Summary,ip_trace_id";

    private StreamBench() {}

    static void run(BenchInventory world, ByteBuffer capture, Report report) throws IOException, InterruptedException {
        try (BenchServer road = new BenchServer(world, capture, RING_FLOWS)) {
            while (road.ring.written() < RING_FLOWS) {
                road.replayOnce();
            }
            GetFlowsRequest whole = GetFlowsRequest.getDefaultInstance();
            streams(road, 1, whole.toBuilder().setNumber(RING_FLOWS).build(), report);
            streams(road, 10, whole.toBuilder().setNumber(RING_FLOWS / 4).build(), report);
            GetFlowsRequest masked = whole.toBuilder()
                    .setFieldMask(FieldMaskUtil.fromString(USUAL_MASK))
                    .build();
            streams(road, 1, masked.toBuilder().setNumber(RING_FLOWS).build(), report);
        }
    }

    private static void streams(BenchServer road, int count, GetFlowsRequest request, Report report)
            throws InterruptedException {
        List<Client> clients = new ArrayList<>();
        double[] rates = new double[ROUNDS];
        double[] cpuNanos = new double[ROUNDS];
        try {
            for (int i = 0; i < count; i++) {
                clients.add(new Client(road.socket));
            }
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                long cpu = ThreadsCpu.nanos(ThreadsCpu.SERVER);
                double rate = round(clients, request);
                if (round >= 0) {
                    rates[round] = rate;
                    cpuNanos[round] = (ThreadsCpu.nanos(ThreadsCpu.SERVER) - cpu) / (1.0 * count * request.getNumber());
                }
            }
        } finally {
            clients.forEach(Client::close);
        }
        report.line(
                "%-25s %,12.0f flows/s (best %,.0f), %,6.0f ns of the server's CPU time a flow (best %,.0f)",
                request.hasFieldMask()
                        ? "one stream, masked"
                        : count == 1 ? "one stream" : count + " streams, together",
                CostMeter.median(rates),
                Arrays.stream(rates).max().orElseThrow(),
                CostMeter.median(cpuNanos),
                Arrays.stream(cpuNanos).min().orElseThrow());
    }

    private static double round(List<Client> clients, GetFlowsRequest request) throws InterruptedException {
        long before = received(clients);
        long start = System.nanoTime();
        List<CountDownLatch> ends =
                clients.stream().map(client -> client.start(request)).toList();
        for (CountDownLatch end : ends) {
            if (!end.await(ROUND_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a stream did not end within " + ROUND_TIMEOUT_SECONDS + " s");
            }
        }
        long nanos = System.nanoTime() - start;
        long flows = received(clients) - before;
        if (flows != request.getNumber() * clients.size()) {
            throw new IllegalStateException("received " + flows + " flows");
        }
        return flows * 1e9 / nanos;
    }

    private static long received(List<Client> clients) {
        return clients.stream().mapToLong(Client::flows).sum();
    }
}
