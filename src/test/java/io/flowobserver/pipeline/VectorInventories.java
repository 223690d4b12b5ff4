// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.inventory.InventoryFile;
import io.flowobserver.enrich.inventory.NodeFacts;
import io.flowobserver.flow.entity.Node;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The node on which the vectors were recorded. */
public final class VectorInventories {
    private VectorInventories() {}

    /** All that is known there, but for the labels of the node, which only a later stage adds. */
    public static Inventory inventory() {
        try {
            Inventory inventory = new Inventory();
            inventory.publish(InventoryFile.read(file(), VectorInventories::unlabelled));
            return inventory;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Path file() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(VectorInventories.class.getResource("/vectors/world.json"))
                .toURI());
    }

    private static Node unlabelled(NodeFacts facts) {
        return new Node(
                Node.absoluteName(facts.clusterName(), facts.nodeName()),
                List.of(),
                new Node.Emitter(facts.emitterName(), facts.emitterVersion()));
    }
}
