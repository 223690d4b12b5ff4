// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.limit.CallRejection;
import io.flowobserver.serve.limit.RawHttp2Connection;
import io.flowobserver.serve.limit.RequestBudget;
import io.flowobserver.serve.listen.LogLines;
import io.grpc.ManagedChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a request may take to arrive, and how much memory requests may hold. */
@Timeout(60)
class ITRequestLimits {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String GET_FLOWS = "observer.Observer/GetFlows";
    private static final int PART = 16 << 10;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET_FLOWS,
                "observer.Observer/GetAgentEvents",
                "observer.Observer/GetDebugEvents",
                "observer.Observer/GetNodes",
                "observer.Observer/GetNamespaces",
                "observer.Observer/ServerStatus",
                "peer.Peer/Notify",
                "grpc.health.v1.Health/Check",
                "grpc.health.v1.Health/Watch"
            })
    void request_thatIsNotComplete_endsTheCall(String method) throws Exception {
        try (var served = new ServedRing(7, SHORT);
                var client = RawHttp2Connection.to(served.port(0))) {
            client.settings()
                    .call(1, method)
                    .data(1, RawHttp2Connection.head(0, 1 << 20))
                    .data(1, new byte[1_000]);
            client.flush();
            Http2Headers trailers = client.trailers(1);
            assertThat(trailers.get("grpc-status")).hasToString("4");
            assertThat(trailers.get("grpc-message")).asString().startsWith("the request was not complete after 1 s");
            assertThat(client.await(RawHttp2Connection.RST_STREAM, 1).intAt(0))
                    .isEqualTo((int) Http2Error.NO_ERROR.code());
            await().until(() -> served.server.requestBudget().held() == 0);
            assertThat(served.server.openCalls().open()).isZero();
            assertThat(served.server.rejectedCalls().of(CallRejection.REQUEST_TIMEOUT))
                    .isEqualTo(1);
        }
    }

    @Test
    void request_completeInTime_isNotEndedLater() throws Exception {
        try (var served = new ServedRing(7, SHORT);
                var late = RawHttp2Connection.to(served.port(0))) {
            FlowCall follower = FlowCall.start(
                    served.channel(), GetFlowsRequest.newBuilder().setFollow(true));
            late.settings().call(1, GET_FLOWS).flush();
            late.trailers(1);
            assertThat(follower.closed).isNotDone();
            served.write(1);
            follower.take(1);
            assertThat(ServedRing.number(follower.next())).isZero();
        }
    }

    @Test
    void reflection_maySendRequestsAsLongAsItLikes() throws Exception {
        try (var served = new ServedRing(7, SHORT);
                var client = RawHttp2Connection.to(served.port(0));
                var late = RawHttp2Connection.to(served.port(0))) {
            client.settings()
                    .call(1, "grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
                    .flush();
            late.settings().call(1, GET_FLOWS).flush();
            late.trailers(1);
            client.noData(1, RawHttp2Connection.END_STREAM).flush();
            assertThat(client.trailers(1).get("grpc-status")).hasToString("0");
        }
    }

    @Test
    void requests_ofOneConnection_leaveMemoryToOthers() throws Exception {
        try (var served = new ServedRing(7);
                var greedy = RawHttp2Connection.to(served.port(0));
                var log = new LogLines()) {
            greedy.settings();
            fill(greedy, 1, served.server.requestBudget().mostPerConnection() * 3 / 4);
            // A call that is refused drops what comes later, up to its window of 64 KiB.
            for (int stream = 101; stream < 180; stream += 2) {
                fill(greedy, stream, 3 * PART);
            }
            Http2Headers trailers = greedy.decode(
                    greedy.await(frame -> frame.type() == RawHttp2Connection.HEADERS && frame.endsStream()));
            assertThat(trailers.get("grpc-status")).hasToString("8");
            assertThat(trailers.get("grpc-message")).asString().startsWith("the requests of this connection");
            assertThat(served.server.requestBudget().held()).isPositive();
            status(served.channel());
            assertThat(served.server.rejectedCalls().of(CallRejection.REQUEST_MEMORY))
                    .isPositive();
            assertThat(log.lines()).hasSize(1).first().asString().contains("hold too much memory");
        }
    }

    @Test
    void requests_ofManyConnections_leaveMemoryToUnixSockets() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        List<RawHttp2Connection> greedy = new ArrayList<>();
        try (var served = new ServedRing(7, "127.0.0.1:0", "unix://" + socket)) {
            RequestBudget memory = served.server.requestBudget();
            while (served.server.rejectedCalls().of(CallRejection.REQUEST_MEMORY) == 0) {
                RawHttp2Connection connection = RawHttp2Connection.to(served.port(0));
                greedy.add(connection);
                long before = memory.held();
                fill(connection.settings(), 1, memory.mostPerConnection() * 3 / 4);
                await().until(() -> memory.held() > before + memory.mostPerConnection() / 2
                        || served.server.rejectedCalls().of(CallRejection.REQUEST_MEMORY) > 0);
            }
            assertThat(greedy).hasSizeGreaterThan(8);
            var filter = FlowFilter.newBuilder().addSourcePod("x".repeat(200_000));
            var request = GetFlowsRequest.newBuilder().addWhitelist(filter).build();
            assertThat(ObserverGrpc.newBlockingStub(served.channel(1))
                            .withDeadlineAfter(10, TimeUnit.SECONDS)
                            .getFlows(request)
                            .hasNext())
                    .isFalse();
        } finally {
            for (RawHttp2Connection connection : greedy) {
                connection.close();
            }
        }
    }

    @Test
    void request_parsed_givesItsMemoryBack() throws Exception {
        try (var served = new ServedRing(7)) {
            FlowCall.start(served.channel(), GetFlowsRequest.newBuilder().setFollow(true));
            assertThat(served.server.requestBudget().held()).isZero();
        }
    }

    @Test
    void request_largeFilters_areHeldAsLongAsTheCall() throws Exception {
        try (var served = new ServedRing(7)) {
            var filter = FlowFilter.newBuilder().addSourcePod("x".repeat(200_000));
            FlowCall follower = FlowCall.start(
                    served.channel(),
                    GetFlowsRequest.newBuilder().addWhitelist(filter).setFollow(true));
            assertThat(served.server.requestBudget().held()).isGreaterThan(200_000);
            follower.cancel();
            await().until(() -> served.server.requestBudget().held() == 0);
        }
    }

    @Test
    void filters_ofManyFollowers_areBounded() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(7, "127.0.0.1:0", "unix://" + socket);
                var client = RawHttp2Connection.to(served.port(0))) {
            var filter = FlowFilter.newBuilder();
            for (int i = 0; i < 9; i++) {
                filter.addHttpPath("x{1000}");
            }
            var request = GetFlowsRequest.newBuilder().addWhitelist(filter).setFollow(true);
            client.settings();
            for (int stream = 1; stream < 20; stream += 2) {
                client.call(stream, GET_FLOWS).request(stream, request.build().toByteArray());
            }
            Http2Headers refused = client.flush()
                    .decode(client.await(frame -> frame.type() == RawHttp2Connection.HEADERS && frame.endsStream()));
            assertThat(refused.get("grpc-status")).hasToString("8");
            assertThat(refused.get("grpc-message")).asString().contains("use smaller filters");
            await().until(() -> served.server.streams().open() > 0);
            FlowCall.start(served.channel(1), request).cancel();
        }
    }

    @Test
    void filters_ofHttpFollowers_areBounded() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(7, "unix://" + socket);
                var http = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String request = "GET /flows?follow=true" + "&http-path=x%7B1000%7D".repeat(9)
                    + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            http.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            await().until(() -> served.server.requestBudget().held() > 1 << 20);
            http.shutdownOutput();
            http.shutdownInput();
            await().until(() -> served.server.requestBudget().held() == 0);
        }
    }

    @Test
    void requests_compressed_holdTheirFullLength() throws Exception {
        try (var served = new ServedRing(7);
                var client = RawHttp2Connection.to(served.port(0))) {
            byte[] small = gzip(new byte[64 << 10]);
            long most = served.server.requestBudget().mostPerConnection();
            fill(client.settings(), 1, most * 3 / 4);
            int calls = (int) (most / 4 / (64 << 10));
            for (int stream = 101; stream <= 101 + 2 * calls; stream += 2) {
                compressed(client, stream, small);
            }
            Http2Headers refused = client.flush()
                    .decode(client.await(frame -> frame.type() == RawHttp2Connection.HEADERS && frame.endsStream()));
            assertThat(refused.get("grpc-status")).hasToString("8");
            assertThat(refused.get("grpc-message")).asString().startsWith("the requests of this connection");
        }
    }

    @Test
    void request_compressedWithTooMuch_isRefused() throws Exception {
        try (var served = new ServedRing(7);
                var client = RawHttp2Connection.to(served.port(0))) {
            client.settings();
            compressed(client, 1, gzip(new byte[4 << 20]));
            Http2Headers refused = client.flush().trailers(1);
            assertThat(refused.get("grpc-status")).hasToString("8");
            assertThat(refused.get("grpc-message")).asString().startsWith("a compressed request has more than 65536");
            compressed(client, 3, new byte[] {1, 2, 3});
            assertThat(client.flush().trailers(3).get("grpc-status")).isNotNull();
            compressed(client, 5, gzip(new byte[0]));
            client.noData(5, RawHttp2Connection.END_STREAM).flush();
            assertThat(client.trailers(5).get("grpc-status")).hasToString("0");
        }
    }

    @Test
    void messages_two_areRefusedAtOnce() throws Exception {
        try (var served = new ServedRing(7);
                var client = RawHttp2Connection.to(served.port(0))) {
            byte[] message = RawHttp2Connection.framed(new byte[0]);
            List<String> methods = List.of(GET_FLOWS, "peer.Peer/Notify", "observer.Observer/ServerStatus");
            client.settings();
            for (int i = 0; i < methods.size(); i++) {
                int stream = 2 * i + 1;
                client.call(stream, methods.get(i))
                        .data(stream, message)
                        .data(stream, message)
                        .flush();
                assertThat(client.trailers(stream).get("grpc-status")).hasToString("13");
            }
            // The same if the call is half-closed before the server can say so.
            client.call(101, GET_FLOWS)
                    .data(101, message)
                    .data(101, message)
                    .request(101, new byte[0])
                    .flush();
            assertThat(client.trailers(101).get("grpc-status")).hasToString("13");
        }
    }

    @Test
    void requests_thatCannotBeRead_endWithAStatusOfTheirOwn() throws Exception {
        try (var served = new ServedRing(7);
                var client = RawHttp2Connection.to(served.port(0))) {
            client.settings();
            client.call(1, "observer.Observer/ServerStatus")
                    .request(1, new byte[] {-1})
                    .flush();
            assertThat(client.trailers(1).get("grpc-status")).hasToString("13");
            client.call(3, "observer.Observer/ServerStatus")
                    .request(3, manyFields())
                    .flush();
            assertThat(client.trailers(3).get("grpc-status")).hasToString("8");
        }
    }

    /** A request of fields that nobody knows. */
    private static byte[] manyFields() {
        UnknownFieldSet.Field.Builder fields = UnknownFieldSet.Field.newBuilder();
        for (int i = 0; i <= RequestComplexity.MOST; i++) {
            fields.addLengthDelimited(ByteString.EMPTY);
        }
        return UnknownFieldSet.newBuilder()
                .addField(100, fields.build())
                .build()
                .toByteArray();
    }

    /** Sends requests without an end, 2 MiB each, that hold at least as many bytes together. */
    private static void fill(RawHttp2Connection client, int firstStream, long bytes) throws IOException {
        byte[] part = new byte[PART];
        long left = bytes;
        for (int stream = firstStream; left > 0; stream += 2) {
            client.call(stream, GET_FLOWS).data(stream, RawHttp2Connection.head(0, 4 << 20));
            for (int i = 0; i < 128 && left > 0; i++, left -= PART) {
                client.data(stream, part);
            }
        }
        client.flush();
    }

    /** Begins a call with a message, and does not half-close it. */
    private static void compressed(RawHttp2Connection client, int stream, byte[] message) {
        client.call(stream, GET_FLOWS, "grpc-encoding", "gzip")
                .data(stream, RawHttp2Connection.head(1, message.length))
                .data(stream, message);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static void status(ManagedChannel channel) {
        ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .serverStatus(ServerStatusRequest.getDefaultInstance());
    }
}
