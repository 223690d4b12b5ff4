// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.Namespace;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A gRPC client of a daemon's unix socket. */
final class FlowClient implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 30;

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;

    FlowClient(Path socket) {
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .overrideAuthority("localhost")
                .channelType(NioDomainSocketChannel.class)
                .eventLoopGroup(eventLoop)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    /** Everything that the ring holds, the oldest first, with the notes of what was lost. */
    List<GetFlowsResponse> responses() {
        List<GetFlowsResponse> responses = new ArrayList<>();
        ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .getFlows(GetFlowsRequest.newBuilder().setFirst(true).build())
                .forEachRemaining(responses::add);
        return responses;
    }

    /** All flows that the ring holds, the oldest first. */
    List<Flow> flows() {
        return responses().stream()
                .filter(GetFlowsResponse::hasFlow)
                .map(GetFlowsResponse::getFlow)
                .toList();
    }

    /** All notices of the agent that are kept, the oldest first. */
    List<AgentEvent> agentEvents() {
        List<AgentEvent> events = new ArrayList<>();
        ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .getAgentEvents(
                        GetAgentEventsRequest.newBuilder().setFirst(true).build())
                .forEachRemaining(response -> events.add(response.getAgentEvent()));
        return events;
    }

    /** All debug messages of the datapath that are kept, the oldest first. */
    List<DebugEvent> debugEvents() {
        List<DebugEvent> events = new ArrayList<>();
        ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .getDebugEvents(
                        GetDebugEventsRequest.newBuilder().setFirst(true).build())
                .forEachRemaining(response -> events.add(response.getDebugEvent()));
        return events;
    }

    /** Names of the namespaces that were seen, in the order of the answer. */
    List<String> namespaces() {
        return ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .getNamespaces(GetNamespacesRequest.getDefaultInstance())
                .getNamespacesList()
                .stream()
                .map(Namespace::getNamespace)
                .toList();
    }

    /** Has the receiver told of all that comes from now on, on this client's one thread. */
    void follow(Consumer<GetFlowsResponse> receiver) {
        Follower follower = new Follower(receiver);
        ClientCall<GetFlowsRequest, GetFlowsResponse> call =
                channel.newCall(ObserverGrpc.getGetFlowsMethod(), CallOptions.DEFAULT);
        call.start(follower, new Metadata());
        call.sendMessage(GetFlowsRequest.newBuilder().setFollow(true).build());
        call.halfClose();
        call.request(Integer.MAX_VALUE);
        follower.accepted.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private static final class Follower extends ClientCall.Listener<GetFlowsResponse> {
        private final Consumer<GetFlowsResponse> receiver;
        /** The server's headers: what happens after them is not missed. */
        private final CompletableFuture<Void> accepted = new CompletableFuture<>();

        Follower(Consumer<GetFlowsResponse> receiver) {
            this.receiver = receiver;
        }

        @Override
        public void onHeaders(Metadata headers) {
            accepted.complete(null);
        }

        @Override
        public void onMessage(GetFlowsResponse response) {
            receiver.accept(response);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            accepted.completeExceptionally(status.asException());
        }
    }
}
