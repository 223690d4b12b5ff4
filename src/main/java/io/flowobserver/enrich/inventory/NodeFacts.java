// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.flow.text.TextOrder;
import java.util.List;

/**
 * What an inventory says of the node itself; empty texts for what it does not say. Immutable.
 *
 * @param nodeName without the cluster
 * @param labels {@code key=value}, sorted
 */
public record NodeFacts(
        String clusterName, String nodeName, List<String> labels, String emitterName, String emitterVersion) {
    public NodeFacts {
        labels = labels.stream().sorted(TextOrder.BYTEWISE).toList();
        String cluster = clusterName + "/";
        if (!clusterName.isEmpty() && nodeName.startsWith(cluster)) {
            nodeName = nodeName.substring(cluster.length());
        }
    }
}
