// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.NodeConfig;
import io.flowobserver.config.ServeConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for this node and its endpoints. */
final class NodeOptions {
    @Option(
            names = "--inventory",
            paramLabel = "file:FILE",
            description = "endpoints, identities and services of this node (default: none, addresses only)")
    private @Nullable String inventory;

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "name of this node (default: from inventory, $K8S_NODE_NAME, $HUBBLE_NODE_NAME or host name)")
    private @Nullable String nodeName;

    @Option(
            names = "--cluster-name",
            paramLabel = "NAME",
            description = "name of the cluster (default: from inventory, or none)")
    private @Nullable String clusterName;

    Optional<Path> inventory() {
        return Optional.ofNullable(inventory).map(ServeConfig::inventoryFile);
    }

    NodeConfig config() {
        return NodeConfig.of(nodeName, clusterName, System.getenv(), hostName());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host that cannot resolve its own name still has a name.
            return System.getenv().getOrDefault("HOSTNAME", "");
        }
    }
}
