// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.NodeConfig;
import io.flowobserver.enrich.inventory.NodeFacts;
import io.flowobserver.enrich.snapshot.ClusterRanges;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import java.util.Objects;

/**
 * Determines the name and other properties of the node, from the flags, the inventory and the environment, in this
 * order.
 */
record NodeNames(NodeConfig config, String version) {
    private static final String EMITTER = "Observer";

    /** Returns which addresses are inside the cluster. */
    ClusterRanges cluster() {
        List<Prefix> inside = config.clusterCidrs().stream()
                .map(PrefixParser::parse)
                .filter(Objects::nonNull)
                .toList();
        return inside.isEmpty() ? ClusterRanges.USUAL : ClusterRanges.of(inside);
    }

    /** Returns the node without an inventory. */
    Node withoutInventory() {
        return node(new NodeFacts("", "", List.of(), "", ""));
    }

    Node node(NodeFacts facts) {
        String cluster = config.flagCluster().orElse(facts.clusterName());
        String name = config.flagNode().orElse(facts.nodeName().isEmpty() ? config.fallbackNode() : facts.nodeName());
        Node.Emitter emitter = facts.emitterName().isEmpty()
                ? new Node.Emitter(EMITTER, version)
                : new Node.Emitter(facts.emitterName(), facts.emitterVersion());
        return new Node(Node.absoluteName(cluster, name), facts.labels(), emitter);
    }
}
