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
        return inventory("/vectors/world.json");
    }

    /** The node of the vectors of 1.21-dev. */
    public static Inventory newInventory() {
        return inventory("/vectors-1.21/world.json");
    }

    private static Inventory inventory(String name) {
        try {
            Inventory inventory = new Inventory();
            inventory.publish(InventoryFile.read(file(name), VectorInventories::unlabelled));
            return inventory;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(VectorInventories.class.getResource(name))
                .toURI());
    }

    private static Node unlabelled(NodeFacts facts) {
        return new Node(
                Node.absoluteName(facts.clusterName(), facts.nodeName()),
                List.of(),
                new Node.Emitter(facts.emitterName(), facts.emitterVersion()));
    }
}
