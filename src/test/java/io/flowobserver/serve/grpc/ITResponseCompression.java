// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.limit.Guards;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.EventLoops;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.serve.listen.Listener;
import io.flowobserver.serve.listen.ListenerContext;
import io.flowobserver.serve.listen.RejectedConnections;
import io.flowobserver.serve.peer.PeerNode;
import io.flowobserver.serve.stream.FlowSource;
import io.flowobserver.serve.stream.StreamCounts;
import io.flowobserver.serve.stream.StreamLoops;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that accepts gzip, and a server whose interceptors want it: a bundle of responses must not be compressed. */
class ITResponseCompression {
    private static final int FLOWS = 500;
    private static final String GZIP = "gzip";
    private static final Metadata.Key<String> ENCODING = key("grpc-encoding");
    private static final Metadata.Key<String> ACCEPTED = key("grpc-accept-encoding");

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final CallCounts counts = new CallCounts();
    private final AtomicInteger messages = new AtomicInteger();
    private final CompletableFuture<String> accepted = new CompletableFuture<>();
    private final CompletableFuture<String> encoding = new CompletableFuture<>();
    private final ResponseBundling bundling = ResponseBundling.of(true);

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    @Test
    void stream_nobodyCompresses_bundles() throws Exception {
        assertAllReceived(Wish.NONE);
        assertThat(encoding.get()).isEqualTo("identity");
        assertThat(messages.get()).isBetween(1, FLOWS / 5);
    }

    @Test
    void stream_compressorChosenBefore_isReplaced() throws Exception {
        assertAllReceived(Wish.BEFORE_THE_CALL);
        assertThat(encoding.get()).isEqualTo("identity");
        assertThat(messages.get()).isBetween(1, FLOWS / 5);
    }

    @Test
    void stream_compressorChosenWithTheHeaders_isNotUsed() throws Exception {
        assertAllReceived(Wish.WITH_THE_HEADERS);
        assertThat(encoding.get()).isEqualTo(GZIP);
        assertThat(messages.get()).isBetween(1, FLOWS / 5);
        assertThat(bundling.isOn()).isTrue();
    }

    @Test
    void stream_compressedInSpiteOfAll_oneMessageAResponse() throws Exception {
        assertAllReceived(Wish.IN_SPITE_OF_ALL);
        assertThat(encoding.get()).isEqualTo(GZIP);
        assertThat(messages.get()).isEqualTo(FLOWS);
        assertThat(bundling.isOn()).isFalse();
    }

    /** Asks for all flows, and checks that they come, and that as many are counted. */
    private void assertAllReceived(Wish wish) throws Exception {
        FlowRing ring = new FlowRing(1023);
        for (int i = 0; i < FLOWS; i++) {
            ServedRing.fill(ring);
        }
        List<Integer> expected = new ArrayList<>();
        for (int number = 0; number < FLOWS; number++) {
            expected.add(number);
        }
        Listener listener = listen(new Rings(ring, new LossLedger()), wish);
        try {
            assertThat(numbers(((ListenUrl.Tcp) listener.bound()).port())).isEqualTo(expected);
        } finally {
            listener.stop();
            listener.close(TimeUnit.SECONDS.toNanos(2));
        }
        assertThat(accepted.get()).contains(GZIP);
        MethodCallCounts calls = counts.of(ObserverGrpc.getGetFlowsMethod());
        await().untilAsserted(() -> assertThat(calls.ended(Status.Code.OK)).isEqualTo(1));
        assertThat(calls.sent()).isEqualTo(FLOWS);
    }

    private Listener listen(Rings rings, Wish wish) throws Exception {
        FlowUuid uuids = new FlowUuid();
        StreamCounts streams = new StreamCounts();
        FlowSource source = new FlowSource(rings, new Readers(), ServedRing.NODE, streams);
        var node = new NodeResponses(
                source, rings.namespaces(), () -> new PeerNode(ServedRing.NODE, "", Optional.empty()), "1.18.0");
        var observer = new ObserverService(
                new StreamRequests(source, new Filters(uuids)), new StreamLoops(new FlowEncoder(uuids), streams), node);
        var service = counts.counting(observer.definition(counts, bundling));
        return Listener.open(
                new ListenerContext(
                        ListenUrl.parse("127.0.0.1:0"),
                        null,
                        new ListenerContext.Protocols(
                                new ListenerContext.Grpc(
                                        builder -> builder.addStreamTracerFactory(counts)
                                                .addStreamTracerFactory(new MessageCount(messages))
                                                .addService(ServerInterceptors.intercept(
                                                        service, new Compressing(wish, accepted))),
                                        Guards.noTimeout()),
                                null),
                        ConnectionLimits.DEFAULT,
                        new RejectedConnections(new ConnectionCounts())),
                new EventLoops(loops, loops));
    }

    private List<Integer> numbers(int port) throws Exception {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            List<Integer> numbers = new ArrayList<>();
            var ended = new CompletableFuture<Status>();
            ClientCall<GetFlowsRequest, GetFlowsResponse> call =
                    channel.newCall(ObserverGrpc.getGetFlowsMethod(), CallOptions.DEFAULT);
            call.start(new Receiver(numbers, encoding, ended), new Metadata());
            call.sendMessage(GetFlowsRequest.newBuilder().setFirst(true).build());
            call.halfClose();
            call.request(2 * FLOWS);
            assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(Status.OK);
            return numbers;
        } finally {
            channel.shutdownNow();
        }
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /** When an interceptor of the server turns compression on. */
    private enum Wish {
        NONE,
        BEFORE_THE_CALL,
        WITH_THE_HEADERS,
        IN_SPITE_OF_ALL
    }

    private record Compressing(Wish wish, CompletableFuture<String> accepted) implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            accepted.complete(headers.get(ACCEPTED));
            if (wish == Wish.BEFORE_THE_CALL) {
                call.setCompression(GZIP);
                call.setMessageCompression(true);
            }
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void sendHeaders(Metadata sent) {
                            if (wish == Wish.WITH_THE_HEADERS || wish == Wish.IN_SPITE_OF_ALL) {
                                super.setCompression(GZIP);
                            }
                            super.sendHeaders(sent);
                        }

                        @Override
                        public void setMessageCompression(boolean enabled) {
                            super.setMessageCompression(enabled || wish == Wish.IN_SPITE_OF_ALL);
                        }
                    },
                    headers);
        }
    }

    /** Counts what gRPC takes for one message. */
    private static final class MessageCount extends ServerStreamTracer.Factory {
        private final AtomicInteger messages;

        MessageCount(AtomicInteger messages) {
            this.messages = messages;
        }

        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
            return new ServerStreamTracer() {
                @Override
                public void outboundMessage(int sequence) {
                    messages.incrementAndGet();
                }
            };
        }
    }

    private static final class Receiver extends ClientCall.Listener<GetFlowsResponse> {
        private final List<Integer> numbers;
        private final CompletableFuture<String> encoding;
        private final CompletableFuture<Status> ended;

        Receiver(List<Integer> numbers, CompletableFuture<String> encoding, CompletableFuture<Status> ended) {
            this.numbers = numbers;
            this.encoding = encoding;
            this.ended = ended;
        }

        @Override
        public void onHeaders(Metadata headers) {
            encoding.complete(headers.get(ENCODING));
        }

        @Override
        public void onMessage(GetFlowsResponse response) {
            numbers.add(ServedRing.number(response));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
        }
    }
}
