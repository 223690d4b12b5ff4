// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.grpc.MethodCallCounts;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many calls a node and a connection may have, whatever their method. */
@Timeout(60)
@Tag("concurrent")
class ITCallLimits {
    private static final List<String> METHODS =
            List.of("observer.Observer/GetFlows", "peer.Peer/Notify", "grpc.health.v1.Health/Watch");
    private static final String STATUS = "observer.Observer/ServerStatus";
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";

    @TempDir
    private Path directory;

    private final List<RawHttp2Connection> connections = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawHttp2Connection connection : connections) {
            connection.close();
        }
    }

    @Test
    void calls_ofManyConnections_areBoundedForTheNode() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(7, Duration.ofMinutes(5), "127.0.0.1:0", "unix://" + socket)) {
            int most = CallLimiter.CALLS - CallLimiter.RESERVED;
            CallLimiter calls = served.server.openCalls();
            for (int i = 0; calls.open() < most; i++) {
                int open = calls.open();
                int allowed = Math.min(CallLimiter.FEWEST_PER_CONNECTION, most - open);
                begin(from(i), served.port(0), allowed, METHODS.get(i % METHODS.size()));
                await().until(() -> calls.open() == open + allowed);
            }
            RawHttp2Connection late = begin(9, served.port(0), 1, METHODS.get(0));
            Http2Headers refused = late.trailers(1);
            assertThat(refused.get("grpc-status")).hasToString("8");
            assertThat(refused.get("grpc-message")).asString().startsWith("this server has " + most + " calls open");
            assertThat(late.await(RawHttp2Connection.RST_STREAM, 1).intAt(0))
                    .isEqualTo((int) Http2Error.NO_ERROR.code());
            assertThat(calls.open()).isEqualTo(most);
            assertThat(served.server.rejectedCalls().of(CallRejection.NODE_CALLS))
                    .isEqualTo(1);
            ObserverGrpc.newBlockingStub(served.channel(1))
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .serverStatus(ServerStatusRequest.getDefaultInstance());
            close();
            await().until(() -> calls.open() == 0);
        }
    }

    @Test
    void calls_ofOneConnection_areFewerWithManyConnections() throws Exception {
        try (var served = new ServedRing(7)) {
            for (int i = 0; i < 100; i++) {
                begin(1, served.port(0), 0, METHODS.get(0));
            }
            await().until(() -> served.server.openCalls().connections() == 100);
            RawHttp2Connection greedy = begin(1, served.port(0), 18, METHODS.get(1));
            int refused = 2 * 18 - 1;
            assertThat(greedy.trailers(refused).get("grpc-message"))
                    .asString()
                    .startsWith("this connection has 17 calls open, which is the limit while this server has 101");
            assertThat(served.server.openCalls().open()).isEqualTo(17);
            assertThat(served.server.rejectedCalls().of(CallRejection.CONNECTION_CALLS))
                    .isEqualTo(1);
        }
    }

    @Test
    void calls_ofReflection_areFew() throws Exception {
        try (var served = new ServedRing(7)) {
            RawHttp2Connection greedy = begin(1, served.port(0), 25, REFLECTION);
            assertThat(greedy.trailers(49).get("grpc-message"))
                    .asString()
                    .startsWith("this server has 24 calls of reflection open, which is the limit");
            close();
            await().until(() -> served.server.openCalls().open() == 0);
            RawHttp2Connection modest = begin(1, served.port(0), 24, REFLECTION);
            modest.noData(47, RawHttp2Connection.END_STREAM).flush();
            assertThat(modest.trailers(47).get("grpc-status")).hasToString("0");
        }
    }

    @Test
    void calls_thatEndEarly_areResetAndCountNoMore() throws Exception {
        try (var served = new ServedRing(7)) {
            RawHttp2Connection client = begin(1, served.port(0), 0, METHODS.get(0));
            for (int stream = 1; stream < 2_001; stream += 2) {
                client.call(stream, "no.Service/Method").flush();
                assertThat(client.trailers(stream).get("grpc-status")).hasToString("12");
                assertThat(client.await(RawHttp2Connection.RST_STREAM, stream).intAt(0))
                        .isEqualTo((int) Http2Error.NO_ERROR.code());
            }
            await().until(() -> served.server.openCalls().open() == 0);
        }
    }

    @Test
    void headers_twiceOnAStream_endTheFirstCall() throws Exception {
        try (var served = new ServedRing(7)) {
            RawHttp2Connection client = begin(1, served.port(0), 0, METHODS.get(0));
            client.call(1, METHODS.get(1)).callWithoutMessage(1, METHODS.get(1)).flush();
            assertThat(client.await(RawHttp2Connection.RST_STREAM, 1).intAt(0))
                    .isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
            await().until(() -> served.server.calls().methods().stream()
                    .filter(method -> method.method().equals("Notify"))
                    .allMatch(method -> method.started() == 1 && ended(method) == 1));
            assertThat(served.server.openCalls().open()).isZero();
        }
    }

    @Test
    void responses_thatNobodyReads_closeTheConnection() throws Exception {
        try (var served = new ServedRing(7)) {
            RawHttp2Connection deaf = begin(1, served.port(0), 0, METHODS.get(0));
            String unknown = "no.Service/" + "x".repeat(4_000);
            int stream = 1;
            // Faster, it would be closed for having more streams than it may.
            for (int rounds = 1; served.server.openCalls().connections() > 0 || rounds == 1; rounds++) {
                for (int i = 0; i < 20; i++, stream += 2) {
                    deaf.callWithoutMessage(stream, unknown);
                }
                deaf.call(stream, STATUS).request(stream, new byte[0]);
                stream += 2;
                if (!isSent(deaf)) {
                    break;
                }
                int expected = rounds;
                await().until(() ->
                        served.server.openCalls().connections() == 0 || started(served, STATUS) == expected);
            }
            await().untilAsserted(() -> assertThat(served.server.rejectedCalls().of(CallRejection.UNREAD_RESPONSES))
                    .isEqualTo(1));
            await().until(() -> served.server.openCalls().connections() == 0);
        }
    }

    @Test
    void headerTable_clientAllowsAHugeOne_staysSmall() throws Exception {
        try (var served = new ServedRing(7)) {
            RawHttp2Connection client = begin(1, served.port(0), 0, METHODS.get(0));
            client.settings(RawHttp2Connection.HEADER_TABLE_SIZE, RawHttp2Connection.LARGEST_TABLE)
                    .flush();
            for (int i = 0; i < 100; i++) {
                refusal(client, 2 * i + 1, i);
            }
            // A server that remembers the text sends its number, which takes three bytes.
            assertThat(refusal(client, 201, 0)).isGreaterThan(2_000);
        }
    }

    /** Calls a method that does not exist, and returns the length of the headers that quote its name. */
    private static int refusal(RawHttp2Connection client, int stream, int number) throws IOException {
        client.callWithoutMessage(stream, "no.Service/" + "x".repeat(3_000) + number)
                .flush();
        RawHttp2Connection.Frame trailers = client.await(
                frame -> frame.type() == RawHttp2Connection.HEADERS && frame.stream() == stream && frame.endsStream());
        assertThat(client.decode(trailers).get("grpc-message")).asString().endsWith("x" + number);
        return trailers.payload().length;
    }

    private static boolean isSent(RawHttp2Connection client) {
        try {
            client.flush();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static long started(ServedRing served, String method) {
        return served.server.calls().methods().stream()
                .filter(counts -> method.equals(counts.service() + "/" + counts.method()))
                .mapToLong(MethodCallCounts::started)
                .sum();
    }

    private static long ended(MethodCallCounts method) {
        return Arrays.stream(Status.Code.values()).mapToLong(method::ended).sum();
    }

    /** The last byte of an address of this machine, for each client that may have no more connections of four calls. */
    private static int from(int connection) {
        return 2 + connection / (CallLimiter.MOST_PER_CLIENT / CallLimiter.FEWEST_PER_CONNECTION);
    }

    private RawHttp2Connection begin(int from, int port, int calls, String method) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) from}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RawHttp2Connection connection = new RawHttp2Connection(socket);
        connections.add(connection);
        connection.settings();
        for (int i = 0; i < calls; i++) {
            connection.call(2 * i + 1, method);
        }
        return connection.flush();
    }
}
