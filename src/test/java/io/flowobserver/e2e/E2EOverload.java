// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.pipeline.IngestThread;
import io.flowobserver.pipeline.Pipeline;
import io.flowobserver.proto.flow.LostEventSource;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.BindOptions;
import io.flowobserver.serve.Server;
import io.flowobserver.serve.ServerOptions;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfOptions;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.ConnectionTables;
import io.flowobserver.source.bpf.OutputCount;
import io.flowobserver.source.bpf.Reporting;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Far more events than anybody can read: what a follower gets, and what it is told that it did not, is all there was. */
class E2EOverload {
    private static final int EMITS = 1_000_000;
    private static final int EMITS_WHILE_STOPPED = 200_000;
    private static final int BURST = 2_000;
    private static final int FROM_ENDPOINT = 5;
    private static final int RING_PAGES = 8;
    /** Ethernet, IPv4 10.0.0.1 to 10.0.0.2, TCP SYN from port 1000 to port 80. */
    private static final byte[] SYN = HexFormat.of()
            .parseHex("02000000000202000000000108004500002812670000400654660a0000010a000002"
                    + "03e80050000003e8000000005002ffff00000000");

    private final AtomicLong flows = new AtomicLong();
    private final AtomicLong lostInKernel = new AtomicLong();
    private final AtomicLong lostInRing = new AtomicLong();

    @TempDir
    private Path directory;

    @Test
    void millionEmits_readerStoppedForAWhile_flowsAndLossesAreAMillion() throws Exception {
        BpfSource source = open();
        Node node = new Node("node", List.of(), new Node.Emitter("observer", "0"));
        Inventory inventory = new Inventory();
        inventory.publish(Snapshot.empty(node));
        Rings rings = Rings.ofFlows(4095);
        Pipeline pipeline = new Pipeline(
                inventory, rings, new Decoder(DecoderOptions.DEFAULT), new Attribution(AttributionOptions.DEFAULT));
        Path socket = directory.resolve("observer.sock");
        ServerOptions options = new ServerOptions(
                BindOptions.to(List.of(ListenUrl.parse("unix://" + socket))),
                "node",
                "0.0.0",
                ConnectionLimits.DEFAULT,
                true,
                Generation.FOR_CLIENTS);
        Stopped gated = new Stopped(source);
        try (Server server = new Server(options, rings, new Readers(), new FlowUuid());
                IngestThread ingest = new IngestThread(pipeline, gated, pipeline, Thread::new)) {
            server.start();
            ingest.start();
            try (FlowClient follower = new FlowClient(socket)) {
                follower.follow(this::count);
                gated.stop = true;
                await().until(() -> gated.stopped);
                emit(source, EMITS_WHILE_STOPPED);
                gated.go.countDown();
                emit(source, EMITS - EMITS_WHILE_STOPPED);
                await().atMost(60, TimeUnit.SECONDS)
                        .untilAsserted(() -> assertThat(told()).isEqualTo(EMITS));
            }
            assertThat(pipeline.counters().flows() + lostInKernel.get()).isEqualTo(EMITS);
            assertThat(source.statistics().stream()
                            .mapToLong(OutputCount::failed)
                            .sum())
                    .isEqualTo(lostInKernel.get());
        }
        System.out.println(EMITS + " emits: " + flows + " flows, " + lostInKernel + " lost in the kernel's rings, "
                + lostInRing + " in ours");
        assertThat(lostInKernel.get()).isGreaterThan(EMITS_WHILE_STOPPED / 2);
        assertThat(flows.get()).isPositive();
    }

    private static void emit(BpfSource source, int count) throws SourceException {
        for (int left = count; left > 0; left -= BURST) {
            source.testRun(FROM_ENDPOINT, SYN, Math.min(left, BURST));
        }
    }

    private long told() {
        return flows.get() + lostInKernel.get() + lostInRing.get();
    }

    private void count(GetFlowsResponse response) {
        if (response.hasFlow()) {
            flows.incrementAndGet();
        } else if (response.getLostEvents().getSource() == LostEventSource.PERF_EVENT_RING_BUFFER) {
            lostInKernel.addAndGet(response.getLostEvents().getNumEventsLost());
        } else if (response.getLostEvents().getSource() == LostEventSource.HUBBLE_RING_BUFFER) {
            lostInRing.addAndGet(response.getLostEvents().getNumEventsLost());
        }
    }

    private static BpfSource open() {
        try {
            return BpfSource.open(
                    new BpfOptions(RING_PAGES, false, false, Reporting.EACH_PACKET, ConnectionTables.DEFAULT, null));
        } catch (SourceException e) {
            abort("no eBPF here: " + e.getMessage());
            throw new AssertionError(e);
        }
    }

    /** A source whose reader can be stopped for a while. */
    private static final class Stopped implements EventSource {
        private final EventSource source;
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile boolean stop;
        private volatile boolean stopped;

        Stopped(EventSource source) {
            this.source = source;
        }

        @Override
        public int poll(EventSink sink, int timeoutMillis) throws SourceException {
            if (stop) {
                stopped = true;
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return source.poll(sink, timeoutMillis);
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
