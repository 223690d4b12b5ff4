// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the node's name. Flags have precedence over the inventory, the inventory over the environment,
 * and the environment over the host name.
 *
 * @param flagNode {@code --node-name}, or empty
 * @param flagCluster {@code --cluster-name}, or empty
 * @param clusterCidrs {@code --cluster-cidr}, each a checked prefix; empty if it was not given
 * @param fallbackNode the name from {@code K8S_NODE_NAME}, {@code HUBBLE_NODE_NAME} or the host
 */
public record NodeConfig(
        Optional<String> flagNode, Optional<String> flagCluster, List<String> clusterCidrs, String fallbackNode) {
    public NodeConfig {
        clusterCidrs = List.copyOf(clusterCidrs);
    }

    /** Creates the configuration from flags, which are null if not given, and from the environment. */
    public static NodeConfig of(
            @Nullable String node, @Nullable String cluster, Map<String, String> environment, String hostName) {
        String fallback = environment.getOrDefault("K8S_NODE_NAME", "");
        if (fallback.isEmpty()) {
            fallback = environment.getOrDefault("HUBBLE_NODE_NAME", "");
        }
        if (fallback.isEmpty()) {
            fallback = hostName.isEmpty() ? "localhost" : hostName;
        }
        return new NodeConfig(Optional.ofNullable(node), Optional.ofNullable(cluster), List.of(), fallback);
    }

    /** Returns the same configuration with other ranges of the cluster. */
    public NodeConfig withClusterCidrs(List<String> cidrs) {
        return new NodeConfig(flagNode, flagCluster, cidrs, fallbackNode);
    }
}
