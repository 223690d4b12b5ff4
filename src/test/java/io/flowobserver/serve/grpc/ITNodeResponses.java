// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.Namespace;
import io.flowobserver.proto.observer.Node;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.proto.observer.TLS;
import io.flowobserver.proto.relay.NodeState;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.peer.PeerNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the node says of itself, by both kinds of listener. */
class ITNodeResponses {
    private static final int UNIX = 0;
    private static final int TCP = 1;
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {UNIX, TCP})
    void serverStatus_emptyRing_zeros(int listener) throws IOException {
        try (var served = served(7)) {
            ServerStatusResponse status = status(served, listener);
            assertThat(status.getNumFlows()).isZero();
            assertThat(status.getMaxFlows()).isEqualTo(7);
            assertThat(status.getSeenFlows()).isZero();
            assertThat(status.getFlowsRate()).isZero();
        }
    }

    @Test
    void serverStatus_ringHalfFull_countsWhatIsThere() throws IOException {
        try (var served = served(7)) {
            served.write(3);
            ServerStatusResponse status = status(served, TCP);
            assertThat(status.getNumFlows()).isEqualTo(3);
            assertThat(status.getMaxFlows()).isEqualTo(7);
            assertThat(status.getSeenFlows()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {UNIX, TCP})
    void serverStatus_wrappedRing_hasEveryField(int listener) throws IOException {
        try (var served = served(7)) {
            long before = System.nanoTime();
            served.write(20);
            ServerStatusResponse first = status(served, listener);
            assertThat(first.getNumFlows()).isEqualTo(7);
            assertThat(first.getMaxFlows()).isEqualTo(7);
            assertThat(first.getSeenFlows()).isEqualTo(20);
            assertThat(first.getVersion()).isEqualTo("cilium v1.18.0");
            // These flows are years old.
            assertThat(first.getFlowsRate()).isZero();
            assertThat(first.hasNumConnectedNodes()).isFalse();
            assertThat(first.hasNumUnavailableNodes()).isFalse();
            assertThat(first.getUnavailableNodesList()).isEmpty();
            long second = status(served, listener).getUptimeNs();
            assertThat(second).isGreaterThan(first.getUptimeNs());
            assertThat(second - first.getUptimeNs()).isLessThanOrEqualTo(System.nanoTime() - before);
        }
    }

    @Test
    void serverStatus_wrappedRingOfRecentFlows_ratesOverWhatItCovers() throws IOException {
        try (var served = served(4)) {
            long now = System.currentTimeMillis() * 1_000_000;
            for (int age = 30; age >= 10; age -= 2) {
                served.ring.claim().timeNanos(now - age * SECOND);
                served.ring.publish();
            }
            // Four flows are left, the oldest of them at least 16 s old.
            double rate = status(served, TCP).getFlowsRate();
            double elapsed = (System.currentTimeMillis() * 1_000_000 - now) / (double) SECOND;
            assertThat(rate).isLessThanOrEqualTo(4 / 16.0).isGreaterThanOrEqualTo(4 / (16.001 + elapsed));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {UNIX, TCP})
    void getNodes_plaintext_thisNodeAlone(int listener) throws IOException {
        try (var served = served(7)) {
            served.server.announce(List.of(new PeerNode("other", "192.0.2.1:4244", Optional.of("other.example"))));
            served.write(9);
            List<Node> nodes = stub(served, listener)
                    .getNodes(GetNodesRequest.getDefaultInstance())
                    .getNodesList();
            assertThat(nodes).hasSize(1);
            assertThat(nodes.get(0).getUptimeNs()).isPositive();
            assertThat(nodes.get(0).toBuilder().clearUptimeNs().build())
                    .isEqualTo(Node.newBuilder()
                            .setName(ServedRing.NODE)
                            .setVersion("cilium v1.18.0")
                            .setAddress("127.0.0.1:" + served.port(TCP))
                            .setState(NodeState.NODE_CONNECTED)
                            .setTls(TLS.getDefaultInstance())
                            .setNumFlows(7)
                            .setMaxFlows(7)
                            .setSeenFlows(9)
                            .build());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {UNIX, TCP})
    void getNamespaces_flowsSeen_inTheLocalCluster(int listener) throws IOException {
        try (var served = served(7)) {
            assertThat(namespaces(served, listener)).isEmpty();
            served.rings.namespaces().batch(System.currentTimeMillis() * 1_000_000);
            see(served, "shop", "");
            see(served, "default", "shop");
            assertThat(namespaces(served, listener)).containsExactly(local("default"), local("shop"));
        }
    }

    private ServedRing served(int capacity) throws IOException {
        return new ServedRing(capacity, "unix://" + directory.resolve("hubble.sock"), "127.0.0.1:0");
    }

    private static void see(ServedRing served, String source, String destination) {
        FlowWriter row = served.ring.claim();
        row.source(new Endpoint(new PodName(source, "a"), "remote", List.of(), List.of()));
        row.destination(new Endpoint(new PodName(destination, "b"), "remote", List.of(), List.of()));
        served.rings.namespaces().flow(row.view());
    }

    private static ServerStatusResponse status(ServedRing served, int listener) {
        return stub(served, listener).serverStatus(ServerStatusRequest.getDefaultInstance());
    }

    private static List<Namespace> namespaces(ServedRing served, int listener) {
        return stub(served, listener)
                .getNamespaces(GetNamespacesRequest.getDefaultInstance())
                .getNamespacesList();
    }

    private static Namespace local(String namespace) {
        return Namespace.newBuilder()
                .setCluster("cluster-a")
                .setNamespace(namespace)
                .build();
    }

    private static ObserverGrpc.ObserverBlockingStub stub(ServedRing served, int listener) {
        return ObserverGrpc.newBlockingStub(served.channel(listener)).withDeadlineAfter(20, TimeUnit.SECONDS);
    }
}
