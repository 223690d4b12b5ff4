// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import com.google.protobuf.Timestamp;
import io.flowobserver.pipeline.IngestThread;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What several followers of all flows cost the server at a rate that all can take. */
final class FollowersBench {
    private static final int FOLLOWERS = 10;
    private static final int EVENTS_PER_SECOND = 30_000;
    private static final int WARM_UP_SECONDS = 8;
    private static final int SECONDS = 12;
    private static final int RING_FLOWS = 262_143;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    /** Also those that are there before the server has taken it up. */
    private static final GetFlowsRequest FROM_THE_FIRST = GetFlowsRequest.newBuilder()
            .setFollow(true)
            .setSince(Timestamp.getDefaultInstance())
            .build();

    private FollowersBench() {}

    static void run(World world, ByteBuffer capture, Report report) throws IOException {
        PacedSource source;
        try {
            source = new PacedSource(capture, EVENTS_PER_SECOND, WARM_UP_SECONDS + SECONDS);
        } catch (SourceException e) {
            throw new IllegalStateException(e);
        }
        List<Client> clients = new ArrayList<>();
        long cpu;
        try (Road road = new Road(world, capture, RING_FLOWS);
                IngestThread ingest = new IngestThread(road.pipeline, source, road.pipeline)) {
            for (int i = 0; i < FOLLOWERS; i++) {
                Client client = new Client(road.socket);
                clients.add(client);
                client.start(FROM_THE_FIRST);
            }
            ingest.start();
            await(clients, WARM_UP_SECONDS * EVENTS_PER_SECOND);
            cpu = ThreadsCpu.nanos(ThreadsCpu.SERVER);
            await(clients, (WARM_UP_SECONDS + SECONDS) * EVENTS_PER_SECOND);
            cpu = ThreadsCpu.nanos(ThreadsCpu.SERVER) - cpu;
        } finally {
            clients.forEach(Client::close);
        }
        report.line(
                "%d followers of %,d a second   %,6.0f ns of the server's CPU time a flow and follower",
                FOLLOWERS, EVENTS_PER_SECOND, cpu / (1.0 * FOLLOWERS * SECONDS * EVENTS_PER_SECOND));
    }

    private static void await(List<Client> clients, long flows) {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (clients.stream().anyMatch(client -> client.flows() < flows)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all followers received " + flows + " flows");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
