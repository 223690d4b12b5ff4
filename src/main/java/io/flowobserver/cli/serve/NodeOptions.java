// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.NodeConfig;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.flow.text.PrefixParser;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for this node and its endpoints. */
final class NodeOptions {
    @Option(
            names = "--inventory",
            paramLabel = "file:FILE",
            description =
                    "endpoints, identities and services of this node (default: none, only the node itself and the world outside"
                            + " are known)")
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

    @Option(
            names = "--cluster-cidr",
            paramLabel = "CIDR",
            split = ",",
            description =
                    "ranges of the cluster's pods, services and nodes; addresses outside them that the inventory does not list"
                            + " are reserved:world; repeatable (default: the ranges that the Internet does not route, such as"
                            + " 10.0.0.0/8 and fc00::/7)")
    private List<String> clusterCidrs = new ArrayList<>();

    Optional<Path> inventory() {
        return Optional.ofNullable(inventory).map(ServeConfig::inventoryFile);
    }

    NodeConfig config() {
        clusterCidrs.forEach(NodeOptions::check);
        return NodeConfig.of(nodeName, clusterName, System.getenv(), hostName()).withClusterCidrs(clusterCidrs);
    }

    private static void check(String cidr) {
        if (PrefixParser.parse(cidr) == null) {
            throw new ConfigException("--cluster-cidr: \"" + cidr + "\" is no network; write for example 10.0.0.0/8");
        }
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
