// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.inventory.InventoryFile;
import io.flowobserver.enrich.inventory.NodeFacts;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Node;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The state of the node on which the vectors were recorded. */
public final class VectorInventory {
    private VectorInventory() {}

    /** All that is known there, but for the labels of the node, which only a later stage adds. */
    public static Snapshot snapshot() {
        try (Reader text = open()) {
            return InventoryFile.read("world.json", text, VectorInventory::unlabelled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text() {
        try (Reader text = open()) {
            var out = new StringWriter();
            text.transferTo(out);
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Node unlabelled(NodeFacts facts) {
        return new Node(
                Node.absoluteName(facts.clusterName(), facts.nodeName()),
                List.of(),
                new Node.Emitter(facts.emitterName(), facts.emitterVersion()));
    }

    private static Reader open() {
        var resource = Objects.requireNonNull(VectorInventory.class.getResourceAsStream("/vectors/world.json"));
        return new InputStreamReader(resource, StandardCharsets.UTF_8);
    }
}
