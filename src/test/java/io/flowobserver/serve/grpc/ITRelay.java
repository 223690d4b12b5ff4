// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import io.flowobserver.tls.TestAuthority;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays Hubble Relay over two nodes: asks each node's socket for peers, dials what it is told with the name that it is
 * told, follows flows and merges them by time.
 */
class ITRelay {
    private static final int FLOWS = 40;

    @TempDir
    private Path directory;

    private final List<ManagedChannel> dialled = new ArrayList<>();

    @Test
    void relay_twoNodesWithTls_mergesTheirFlowsByTime() throws Exception {
        var tls = new TlsFixture(directory);
        SslContext relay = tls.client(tls.authority, "relay");
        try (ServedRing one = node(tls, "one");
                ServedRing two = node(tls, "two")) {
            List<FlowCall> streams = new ArrayList<>();
            ServerStatusResponse.Builder sum = ServerStatusResponse.newBuilder();
            for (ServedRing node : List.of(one, two)) {
                ManagedChannel channel = dial(peer(node), relay);
                streams.add(FlowCall.start(
                        channel, GetFlowsRequest.newBuilder().setFollow(true).setNumber(FLOWS)));
                ServerStatusResponse status = ObserverGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .serverStatus(ServerStatusRequest.getDefaultInstance());
                sum.setMaxFlows(sum.getMaxFlows() + status.getMaxFlows());
                assertThat(status.getVersion()).startsWith("cilium v");
            }
            assertThat(sum.getMaxFlows()).isEqualTo(2 * 63);
            for (int i = 0; i < FLOWS; i++) {
                one.write(1);
                two.write(1);
            }
            List<GetFlowsResponse> merged = new ArrayList<>();
            for (FlowCall stream : streams) {
                stream.take(FLOWS);
                for (int i = 0; i < FLOWS; i++) {
                    merged.add(stream.next());
                }
            }
            // What Relay sorts by: the answer's own time, not the flow's.
            merged.sort(Comparator.comparingLong(answer -> answer.getTime().getSeconds()));
            assertThat(merged).hasSize(2 * FLOWS).allSatisfy(answer -> {
                assertThat(answer.getNodeName()).isEqualTo(ServedRing.NODE);
                assertThat(answer.getTime()).isEqualTo(answer.getFlow().getTime());
            });
            for (int i = 0; i < merged.size(); i++) {
                assertThat(ServedRing.number(merged.get(i))).isEqualTo(i / 2);
            }
        } finally {
            dialled.forEach(ManagedChannel::shutdownNow);
        }
    }

    @Test
    void relay_strangerToTheNodes_isNotLetIn() throws Exception {
        var tls = new TlsFixture(directory);
        TestAuthority other = tls.otherAuthority("other");
        try (ServedRing node = node(tls, "one")) {
            ManagedChannel channel = dial(peer(node), tls.client(other, "relay"));
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> ObserverGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .serverStatus(ServerStatusRequest.getDefaultInstance()))
                    .withMessageStartingWith("UNAVAILABLE");
        } finally {
            dialled.forEach(ManagedChannel::shutdownNow);
        }
    }

    private ServedRing node(TlsFixture tls, String name) throws Exception {
        Path run = Files.createDirectory(directory.resolve(name));
        return new ServedRing(63, tls.access("unix://" + run.resolve("hubble.sock"), "127.0.0.1:0"));
    }

    /** As {@code --peer-service unix:///...} does: always without TLS. */
    private static ChangeNotification peer(ServedRing node) {
        ChangeNotification self = PeerGrpc.newBlockingStub(node.channel(0))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .notify(NotifyRequest.getDefaultInstance())
                .next();
        assertThat(self.hasTls()).isTrue();
        return self;
    }

    private ManagedChannel dial(ChangeNotification peer, SslContext tls) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(peer.getAddress())
                .overrideAuthority(peer.getTls().getServerName())
                .sslContext(tls)
                .build();
        dialled.add(channel);
        return channel;
    }
}
