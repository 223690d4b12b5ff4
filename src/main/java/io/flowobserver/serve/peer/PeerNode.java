// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.ChangeNotificationType;
import io.flowobserver.proto.peer.TLS;
import java.util.Optional;

/**
 * A node that serves flows, as the Peer service announces it.
 *
 * @param name {@code node} or {@code cluster/node}
 * @param address the target that clients dial, {@code host:port} or {@code unix:///path}; empty if there is none
 * @param serverName the name in the node's certificate if it serves TLS
 */
public record PeerNode(String name, String address, Optional<String> serverName) {
    private static final String SERVER_DOMAIN = ".hubble-grpc.cilium.io";
    private static final String DEFAULT_CLUSTER = "default";

    /** Returns the name that a node's certificate must have; empty if the node has no name. */
    public static String serverNameOf(String absoluteName) {
        String named = clusterOf(absoluteName);
        String cluster = named.isEmpty() ? DEFAULT_CLUSTER : named;
        String node = absoluteName.substring(absoluteName.indexOf('/') + 1);
        return node.isEmpty() ? "" : node.replace('.', '-') + "." + cluster.replace('.', '-') + SERVER_DOMAIN;
    }

    private static String clusterOf(String absoluteName) {
        return absoluteName.substring(0, Math.max(0, absoluteName.indexOf('/')));
    }

    /** Returns the cluster part of the name; empty if the name has none. */
    public String cluster() {
        return clusterOf(name);
    }

    ChangeNotification notice(ChangeNotificationType type) {
        ChangeNotification.Builder notice = ChangeNotification.newBuilder()
                .setName(name)
                .setAddress(address)
                .setType(type);
        serverName.ifPresent(text -> notice.setTls(TLS.newBuilder().setServerName(text)));
        return notice.build();
    }
}
