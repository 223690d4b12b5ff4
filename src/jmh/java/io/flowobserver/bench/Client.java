// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A grpc-java client that counts the answers of GetFlows and throws their bytes away unparsed. */
final class Client implements AutoCloseable {
    /** A note of lost flows is shorter than this, a flow is longer. */
    private static final int SHORTEST_FLOW = 150;

    private static final int WINDOW = 1 << 20;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;
    private static final GetFlowsRequest FROM_THE_FIRST = GetFlowsRequest.newBuilder()
            .setFollow(true)
            .setSince(Timestamp.getDefaultInstance())
            .build();
    private static final MethodDescriptor<GetFlowsRequest, Integer> LENGTHS =
            ObserverGrpc.getGetFlowsMethod().toBuilder(
                            ObserverGrpc.getGetFlowsMethod().getRequestMarshaller(), new Lengths())
                    .build();

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("client", true), EpollIoHandler.newFactory());
    private final ManagedChannel channel;
    private volatile long flows;
    private long[] arrivals = {};

    Client(Path socket) {
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .eventLoopGroup(loop)
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .flowControlWindow(WINDOW)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    /** Flows received so far. */
    long flows() {
        return flows;
    }

    /** Has it note when each of the first flows came, as {@link System#nanoTime} tells it; before the call. */
    void note(long[] times) {
        arrivals = times;
    }

    /** Follows all flows, also those that are there before the server has taken it up. */
    void follow() {
        start(FROM_THE_FIRST);
    }

    /** Waits until so many flows were received. */
    void await(long count) {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (flows < count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("received " + flows + " flows of " + count);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Starts a call and returns what opens when the server has ended it. */
    CountDownLatch start(GetFlowsRequest request) {
        CountDownLatch ended = new CountDownLatch(1);
        ClientCall<GetFlowsRequest, Integer> call = channel.newCall(LENGTHS, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(Integer length) {
                        if (length >= SHORTEST_FLOW) {
                            count();
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.countDown();
                    }
                },
                new Metadata());
        call.request(Integer.MAX_VALUE);
        call.sendMessage(request);
        call.halfClose();
        return ended;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // the event loop alone writes
    private void count() {
        if (flows < arrivals.length) {
            arrivals[(int) flows] = System.nanoTime();
        }
        flows++;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 200, TimeUnit.MILLISECONDS).awaitUninterruptibly(500);
    }

    private static final class Lengths implements MethodDescriptor.Marshaller<Integer> {
        @Override
        public InputStream stream(Integer value) {
            throw new UnsupportedOperationException("answers are only read here");
        }

        @Override
        public Integer parse(InputStream stream) {
            try (stream) {
                return stream.available();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
