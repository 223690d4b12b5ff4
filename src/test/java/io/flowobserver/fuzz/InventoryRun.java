// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.inventory.InventoryException;
import io.flowobserver.enrich.inventory.InventoryFile;
import io.flowobserver.enrich.inventory.NodeFacts;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An inventory file is read and used to attribute the addresses of some events. */
final class InventoryRun implements FuzzRun {
    private final Path file = temporary();
    private final ByteBuffer events;
    private final Inventory inventory = new Inventory();
    private final FuzzPipeline station;
    private @Nullable Snapshot snapshot;
    private String problem = "";

    /**
     * @param events a capture
     */
    InventoryRun(ByteBuffer events) {
        this.events = events;
        inventory.publish(new SnapshotBuilder().build(node(new NodeFacts("", "", List.of(), "", ""))));
        station = new FuzzPipeline(inventory);
    }

    @Override
    public void prepare(EmbeddedInput input) throws IOException {
        byte[] bytes = new byte[input.length()];
        input.buffer().get(input.at(), bytes);
        Files.write(file, bytes);
        snapshot = null;
        problem = "";
    }

    @Override
    public void take() {
        try {
            snapshot = InventoryFile.read(file, InventoryRun::node);
        } catch (InventoryException e) {
            problem = e.getMessage().replace(file.toString(), "FILE");
        }
    }

    @Override
    public Object outcome() {
        if (snapshot == null) {
            if (!problem.startsWith("inventory FILE: ") || problem.lines().count() != 1) {
                throw new AssertionError("this tells an operator nothing: " + problem);
            }
            return problem;
        }
        inventory.publish(snapshot);
        try (ReplaySource source = ReplaySource.of("events", events, ReplayOptions.MAX)) {
            station.pipeline.runBatch(source, station.pipeline, 0);
        } catch (SourceException e) {
            throw new UncheckedIOException(e);
        }
        return station.outcome();
    }

    private static Node node(NodeFacts facts) {
        return new Node(
                Node.absoluteName(facts.clusterName(), facts.nodeName()),
                facts.labels(),
                new Node.Emitter(facts.emitterName(), facts.emitterVersion()));
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("inventory", ".json");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
