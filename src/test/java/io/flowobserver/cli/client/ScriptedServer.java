// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.GetNodesResponse;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverImplBase;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc.PeerImplBase;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A real gRPC server on a unix socket and on loopback TCP whose answers a test decides. */
final class ScriptedServer implements AutoCloseable {
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<GetFlowsRequest> requests = new LinkedBlockingQueue<>();
    private final HealthStatusManager health = new HealthStatusManager();
    private final Path socket;
    private final Server unix;
    private final Server tcp;
    private volatile BiConsumer<GetFlowsRequest, StreamObserver<GetFlowsResponse>> flows = (q, a) -> a.onCompleted();
    private volatile @Nullable ServerStatusResponse status;
    private volatile GetNodesResponse nodes = GetNodesResponse.getDefaultInstance();
    private volatile GetNamespacesResponse namespaces = GetNamespacesResponse.getDefaultInstance();
    private volatile List<GetAgentEventsResponse> agentEvents = List.of();
    private volatile List<GetDebugEventsResponse> debugEvents = List.of();
    private volatile List<ChangeNotification> peers = List.of();

    ScriptedServer(Path socket) throws IOException {
        this.socket = socket;
        health.setStatus("hubble.server.Observer", ServingStatus.SERVING);
        unix = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .addService(new Script())
                .addService(new PeerScript())
                .addService(health.getHealthService())
                .build()
                .start();
        tcp = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Script())
                .addService(new PeerScript())
                .addService(health.getHealthService())
                .build()
                .start();
    }

    void onGetFlows(BiConsumer<GetFlowsRequest, StreamObserver<GetFlowsResponse>> answer) {
        flows = answer;
    }

    void onStatus(ServerStatusResponse answer) {
        status = answer;
    }

    void onNodes(GetNodesResponse answer) {
        nodes = answer;
    }

    void onNamespaces(GetNamespacesResponse answer) {
        namespaces = answer;
    }

    void onAgentEvents(GetAgentEventsResponse... answers) {
        agentEvents = List.of(answers);
    }

    void onDebugEvents(GetDebugEventsResponse... answers) {
        debugEvents = List.of(answers);
    }

    void onPeers(ChangeNotification... answers) {
        peers = List.of(answers);
    }

    void onHealth(ServingStatus answer) {
        health.setStatus("hubble.server.Observer", answer);
    }

    GetFlowsRequest request() throws InterruptedException {
        GetFlowsRequest request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no GetFlows request within 10 s");
        }
        return request;
    }

    String unixAddress() {
        return "unix://" + socket;
    }

    String tcpAddress() {
        return "127.0.0.1:" + tcp.getPort();
    }

    @Override
    public void close() {
        stop();
    }

    /** Cuts all connections. */
    void stop() {
        unix.shutdownNow();
        tcp.shutdownNow();
        eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    private final class Script extends ObserverImplBase {
        @Override
        public void getFlows(GetFlowsRequest request, StreamObserver<GetFlowsResponse> answers) {
            requests.add(request);
            flows.accept(request, answers);
        }

        @Override
        public void serverStatus(ServerStatusRequest request, StreamObserver<ServerStatusResponse> answers) {
            ServerStatusResponse answer = status;
            if (answer == null) {
                answers.onError(
                        Status.UNIMPLEMENTED.withDescription("no status\nhere").asRuntimeException());
                return;
            }
            answers.onNext(answer);
            answers.onCompleted();
        }

        @Override
        public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> answer) {
            answerAll(answer, List.of(nodes));
        }

        @Override
        public void getNamespaces(GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> answer) {
            answerAll(answer, List.of(namespaces));
        }

        @Override
        public void getAgentEvents(GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> answers) {
            answerAll(answers, agentEvents);
        }

        @Override
        public void getDebugEvents(GetDebugEventsRequest request, StreamObserver<GetDebugEventsResponse> answers) {
            answerAll(answers, debugEvents);
        }
    }

    private final class PeerScript extends PeerImplBase {
        @Override
        public void notify(NotifyRequest request, StreamObserver<ChangeNotification> answers) {
            answerAll(answers, peers);
        }
    }

    private static <A> void answerAll(StreamObserver<A> to, List<A> answers) {
        answers.forEach(to::onNext);
        to.onCompleted();
    }
}
