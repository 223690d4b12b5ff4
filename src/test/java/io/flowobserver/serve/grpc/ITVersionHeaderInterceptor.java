// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import io.flowobserver.serve.ServedRing;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call of every service bears the server's version in front of whatever is answered, by every listener. */
class ITVersionHeaderInterceptor {
    private static final String HEADERS = "headers 1.18.0";
    private static final String MESSAGE = "message";
    private static final FlowFilter WRONG =
            FlowFilter.newBuilder().addSourceIp("1.1").build();

    @TempDir
    private Path directory;

    @Test
    void anyCall_answered_versionComesFirst() throws Exception {
        try (var served = served()) {
            served.write(3);
            served.writeAgentEvents(3);
            for (ManagedChannel channel : List.of(served.channel(0), served.channel(1))) {
                check(channel, ObserverGrpc.getServerStatusMethod(), ServerStatusRequest.getDefaultInstance());
                check(channel, ObserverGrpc.getGetNodesMethod(), GetNodesRequest.getDefaultInstance());
                check(channel, ObserverGrpc.getGetNamespacesMethod(), GetNamespacesRequest.getDefaultInstance());
                check(channel, ObserverGrpc.getGetFlowsMethod(), GetFlowsRequest.getDefaultInstance());
                check(channel, ObserverGrpc.getGetAgentEventsMethod(), GetAgentEventsRequest.getDefaultInstance());
                check(channel, PeerGrpc.getNotifyMethod(), NotifyRequest.getDefaultInstance());
                check(channel, HealthGrpc.getCheckMethod(), HealthCheckRequest.getDefaultInstance());
                check(channel, HealthGrpc.getWatchMethod(), HealthCheckRequest.getDefaultInstance());
                check(channel, ServerReflectionGrpc.getServerReflectionInfoMethod(), listing());
                check(channel, olderReflection(), listing());
            }
        }
    }

    /** A stream that has nothing to say yet shows at once that it was accepted. */
    @Test
    void stream_nothingToSend_versionComesAtOnce() throws Exception {
        try (var served = served()) {
            for (ManagedChannel channel : List.of(served.channel(0), served.channel(1))) {
                GetFlowsRequest follow =
                        GetFlowsRequest.newBuilder().setFollow(true).build();
                assertThat(events(channel, ObserverGrpc.getGetFlowsMethod(), follow, 1))
                        .containsExactly(HEADERS);
                assertThat(events(
                                channel,
                                ObserverGrpc.getGetDebugEventsMethod(),
                                GetDebugEventsRequest.getDefaultInstance(),
                                2))
                        .containsExactly(HEADERS, "OK");
            }
        }
    }

    @Test
    void anyCall_refused_versionComesFirst() throws Exception {
        try (var served = served()) {
            for (ManagedChannel channel : List.of(served.channel(0), served.channel(1))) {
                refused(
                        channel,
                        ObserverGrpc.getGetFlowsMethod(),
                        GetFlowsRequest.newBuilder()
                                .setFirst(true)
                                .setFollow(true)
                                .build(),
                        Status.Code.INVALID_ARGUMENT);
                refused(
                        channel,
                        ObserverGrpc.getGetFlowsMethod(),
                        GetFlowsRequest.newBuilder().addWhitelist(WRONG).build(),
                        Status.Code.UNKNOWN);
                refused(
                        channel,
                        ObserverGrpc.getGetAgentEventsMethod(),
                        GetAgentEventsRequest.newBuilder()
                                .setFirst(true)
                                .setFollow(true)
                                .build(),
                        Status.Code.INVALID_ARGUMENT);
                refused(
                        channel,
                        HealthGrpc.getCheckMethod(),
                        HealthCheckRequest.newBuilder()
                                .setService("observer.Observer")
                                .build(),
                        Status.Code.NOT_FOUND);
            }
        }
    }

    private ServedRing served() throws Exception {
        return new ServedRing(7, "unix://" + directory.resolve("hubble.sock"), "127.0.0.1:0");
    }

    private static void check(ManagedChannel channel, MethodDescriptor<?, ?> method, MessageLite request)
            throws Exception {
        assertThat(events(channel, method, request, 2))
                .as(method.getFullMethodName())
                .containsExactly(HEADERS, MESSAGE);
    }

    private static void refused(
            ManagedChannel channel, MethodDescriptor<?, ?> method, MessageLite request, Status.Code code)
            throws Exception {
        assertThat(events(channel, method, request, 2))
                .as(method.getFullMethodName())
                .containsExactly(HEADERS, code.name());
    }

    /** The first so many things that the client is told of. */
    private static List<String> events(
            ManagedChannel channel, MethodDescriptor<?, ?> method, MessageLite request, int count) throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        ClientCall<InputStream, InputStream> call =
                channel.newCall(method.toBuilder(new Bytes(), new Bytes()).build(), CallOptions.DEFAULT);
        call.start(new Told(events), new Metadata());
        call.sendMessage(new ByteArrayInputStream(request.toByteArray()));
        call.halfClose();
        call.request(1);
        String[] told = new String[count];
        for (int i = 0; i < count; i++) {
            told[i] = events.poll(20, TimeUnit.SECONDS);
        }
        call.cancel("enough", null);
        return Arrays.asList(told);
    }

    private static ServerReflectionRequest listing() {
        return ServerReflectionRequest.newBuilder().setListServices("").build();
    }

    @SuppressWarnings("deprecation") // which is what the hubble command asks for
    private static MethodDescriptor<?, ?> olderReflection() {
        return io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod();
    }

    private static final class Told extends ClientCall.Listener<InputStream> {
        private final BlockingQueue<String> events;

        Told(BlockingQueue<String> events) {
            this.events = events;
        }

        @Override
        public void onHeaders(Metadata headers) {
            events.add("headers " + headers.get(VersionHeaderInterceptor.KEY));
        }

        @Override
        public void onMessage(InputStream message) {
            events.add(MESSAGE);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            events.add(status.getCode().name());
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream;
        }
    }
}
