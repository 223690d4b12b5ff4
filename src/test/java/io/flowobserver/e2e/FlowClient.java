// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A gRPC client of a daemon's unix socket. */
final class FlowClient implements AutoCloseable {
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
                .withDeadlineAfter(30, TimeUnit.SECONDS)
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

    /** Has the receiver told of all that comes from now on, on this client's one thread. */
    void follow(Consumer<GetFlowsResponse> receiver) {
        ObserverGrpc.newStub(channel)
                .getFlows(GetFlowsRequest.newBuilder().setFollow(true).build(), new Receiver(receiver));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private record Receiver(Consumer<GetFlowsResponse> receiver) implements StreamObserver<GetFlowsResponse> {
        @Override
        public void onNext(GetFlowsResponse response) {
            receiver.accept(response);
        }

        @Override
        public void onError(Throwable failure) {
            // The stream ends with the daemon or the test; who waits for more says so.
        }

        @Override
        public void onCompleted() {
            // As above.
        }
    }
}
