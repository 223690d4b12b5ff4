// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.flow.text.TextOrder;
import java.util.List;

/**
 * The data about the node itself in an inventory. An absent value is an empty text. Immutable.
 *
 * @param nodeName name without the cluster
 * @param labels text of the form {@code key=value}, sorted
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
