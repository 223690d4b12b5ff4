// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.pipeline.IngestThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What several followers of all flows cost the server at a rate that all can take. */
final class FollowersBench {
    private static final int FOLLOWERS = 10;
    private static final int EVENTS_PER_SECOND = 30_000;
    private static final int WARM_UP_SECONDS = 8;
    private static final int SECONDS = 12;
    private static final int RING_FLOWS = 262_143;

    private FollowersBench() {}

    static void run(BenchInventory world, ByteBuffer capture, Report report) throws IOException {
        PacedSource source = new PacedSource(capture, EVENTS_PER_SECOND, WARM_UP_SECONDS + SECONDS);
        List<Client> clients = new ArrayList<>();
        long cpu;
        try (BenchServer road = new BenchServer(world, capture, RING_FLOWS);
                IngestThread ingest = new IngestThread(road.pipeline, source, road.pipeline, Thread::new)) {
            for (int i = 0; i < FOLLOWERS; i++) {
                Client client = new Client(road.socket);
                clients.add(client);
                client.follow();
            }
            ingest.start();
            clients.forEach(client -> client.await(WARM_UP_SECONDS * EVENTS_PER_SECOND));
            cpu = ThreadsCpu.nanos(ThreadsCpu.SERVER);
            clients.forEach(client -> client.await((WARM_UP_SECONDS + SECONDS) * EVENTS_PER_SECOND));
            cpu = ThreadsCpu.nanos(ThreadsCpu.SERVER) - cpu;
        } finally {
            clients.forEach(Client::close);
        }
        report.line(
                "%d followers of %,d a second   %,6.0f ns of the server's CPU time a flow and follower",
                FOLLOWERS, EVENTS_PER_SECOND, cpu / (1.0 * FOLLOWERS * SECONDS * EVENTS_PER_SECOND));
    }
}
