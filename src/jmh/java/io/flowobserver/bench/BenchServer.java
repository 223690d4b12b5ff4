// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.flow.FlowListener;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.pipeline.Pipeline;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.BindOptions;
import io.flowobserver.serve.Server;
import io.flowobserver.serve.ServerOptions;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The road as the daemon builds it, with the workload's bytes at its beginning and a unix socket at its end. */
final class BenchServer implements AutoCloseable {
    private static final int BUDGET = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final List<String> METRICS = List.of("drop", "tcp", "flow");

    final FlowUuid uuids = new FlowUuid();
    final FlowRing ring;
    final Pipeline pipeline;
    final Path socket;
    private final Path directory;
    private final Server server;
    private final ByteBuffer capture;

    /** A road without metrics. */
    BenchServer(BenchInventory world, ByteBuffer capture, int ringFlows) throws IOException {
        this(world, capture, ringFlows, FlowListener.NONE);
    }

    private BenchServer(BenchInventory world, ByteBuffer capture, int ringFlows, FlowListener listener)
            throws IOException {
        this.capture = capture;
        Inventory inventory = new Inventory();
        inventory.publish(world.snapshot());
        Rings rings = Rings.ofFlows(ringFlows);
        ring = rings.flows();
        pipeline = new Pipeline(
                inventory, rings, new Decoder(DecoderOptions.DEFAULT), new Attribution(AttributionOptions.DEFAULT));
        pipeline.listener(listener);
        directory = Files.createTempDirectory("observer-bench");
        socket = directory.resolve("observer.sock");
        server = new Server(
                new ServerOptions(
                        BindOptions.to(List.of(new ListenUrl.Unix(socket))),
                        BenchInventory.NODE.name(),
                        "0.1.0",
                        ConnectionLimits.DEFAULT,
                        true,
                        Generation.FOR_CLIENTS),
                rings,
                new Readers(),
                uuids);
        server.start();
    }

    /** A road on which flows are counted as {@code --metric drop --metric tcp --metric flow} does. */
    static BenchServer counted(BenchInventory world, ByteBuffer capture, int ringFlows) throws IOException {
        return new BenchServer(world, capture, ringFlows, FlowMetrics.of(METRICS, BUDGET));
    }

    /** Takes the whole workload down the road once, in the batches in which the ingest thread would. */
    void replayOnce() {
        EventSource source = BenchCapture.replay(capture);
        try {
            while (pipeline.runBatch(source, pipeline, System.currentTimeMillis() * NANOS_PER_MILLI)
                    != EventSource.ENDED) {
                // until all is through
            }
        } catch (SourceException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(directory);
    }
}
