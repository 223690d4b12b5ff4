// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.GetNodesResponse;
import io.flowobserver.proto.observer.Namespace;
import io.flowobserver.proto.observer.Node;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.proto.observer.TLS;
import io.flowobserver.proto.relay.NodeState;
import io.flowobserver.reader.EpochClock;
import io.flowobserver.reader.FlowsRate;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.SeenNamespaces;
import io.flowobserver.serve.peer.PeerNode;
import io.flowobserver.serve.stream.FlowSource;
import java.util.function.Supplier;

/** Builds the responses that describe this node: status, nodes, namespaces. Any thread. */
public final class NodeResponses {
    private final FlowSource source;
    private final SeenNamespaces namespaces;
    private final Supplier<PeerNode> self;
    private final String version;
    private final long startNanos = System.nanoTime();

    /**
     * @param self this node as the Peer service announces it
     * @param version semantic version, without a leading v
     */
    public NodeResponses(FlowSource source, SeenNamespaces namespaces, Supplier<PeerNode> self, String version) {
        this.source = source;
        this.namespaces = namespaces;
        this.self = self;
        this.version = "cilium v" + version;
    }

    /** Leaves the counters of other nodes unset: only a relay has them. */
    ServerStatusResponse status() {
        FlowRing ring = source.ring();
        return ServerStatusResponse.newBuilder()
                .setNumFlows(ring.size())
                .setMaxFlows(ring.capacity())
                .setSeenFlows(ring.written())
                .setUptimeNs(uptimeNanos())
                .setVersion(version)
                .setFlowsRate(FlowsRate.of(ring, EpochClock.nanos()))
                .build();
    }

    /** Contains this node only, in the form that a relay would use for it. */
    GetNodesResponse nodes() {
        FlowRing ring = source.ring();
        PeerNode node = self.get();
        TLS.Builder tls = TLS.newBuilder().setEnabled(node.serverName().isPresent());
        node.serverName().ifPresent(tls::setServerName);
        return GetNodesResponse.newBuilder()
                .addNodes(Node.newBuilder()
                        .setName(node.name())
                        .setVersion(version)
                        .setAddress(node.address())
                        .setState(NodeState.NODE_CONNECTED)
                        .setTls(tls)
                        .setUptimeNs(uptimeNanos())
                        .setNumFlows(ring.size())
                        .setMaxFlows(ring.capacity())
                        .setSeenFlows(ring.written()))
                .build();
    }

    /** Lists all namespaces under the local cluster, as the reference does, even those of other clusters' endpoints. */
    GetNamespacesResponse namespaces() {
        String cluster = self.get().cluster();
        GetNamespacesResponse.Builder all = GetNamespacesResponse.newBuilder();
        namespaces
                .list(EpochClock.nanos())
                .forEach(namespace -> all.addNamespaces(
                        Namespace.newBuilder().setCluster(cluster).setNamespace(namespace)));
        return all.build();
    }

    private long uptimeNanos() {
        return System.nanoTime() - startNanos;
    }
}
