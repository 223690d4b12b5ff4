// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.CodedOutputStream;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import io.flowobserver.serve.grpc.RawCall;
import io.flowobserver.serve.stream.DeafFollowers;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean harm or have bad luck: others are served meanwhile, and memory stays where it was. */
class ITHostileClients {
    private static final int MANY = 1_000;

    @TempDir
    private Path directory;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void garbage_fromManyConnections_isCountedAndOthersMissNothing() throws Exception {
        var random = new Random(7);
        try (var served = new ServedRing(1023)) {
            FlowCall follower = FlowCall.start(
                    served.channel(), GetFlowsRequest.newBuilder().setFollow(true));
            follower.take(MANY);
            for (int i = 0; i < 300; i++) {
                byte[] garbage = new byte[200];
                random.nextBytes(garbage);
                garbage[0] = (byte) ((garbage[0] & 0x7F) | 0x80);
                connect(served.port(0)).getOutputStream().write(garbage);
                served.write(1);
            }
            for (int i = 0; i < 300; i++) {
                assertThat(ServedRing.number(follower.next())).isEqualTo(i);
            }
            await().until(() -> served.server.connections().of(ConnectionOutcome.GARBAGE) == 300);
        }
    }

    @Test
    void connections_aThousandThatSayNothing_othersAreServedAndThoseCut() throws Exception {
        try (var served = new ServedRing(7, Duration.ofSeconds(5), "127.0.0.1:0")) {
            for (int i = 0; i < MANY; i++) {
                Socket half = connect(served.port(0));
                if (i % 2 == 0) {
                    half.getOutputStream().write("PRI * HTTP/2".getBytes(US_ASCII));
                }
            }
            status(served.channel());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> served.server.connections().of(ConnectionOutcome.SILENT) == MANY);
        }
    }

    @Test
    void followers_aThousandThatDoNotRead_waitInLittleMemory() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(8191, "unix://" + socket);
                var clients = new DeafFollowers(socket)) {
            served.write(8191);
            long before = direct();
            for (int i = 0; i < MANY; i++) {
                clients.add();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> served.server.streams().open() == MANY);
            awaitStill();
            served.write(8191);
            awaitStill();
            assertThat(ServedRing.number(served.stub()
                            .getFlows(GetFlowsRequest.newBuilder().setNumber(1).build())
                            .next()))
                    .isEqualTo(2 * 8191 - 1);
            assertThat(direct() - before).as("bytes").isLessThan(96L << 20);
        }
    }

    @Test
    void streams_moreThanAConnectionMayHave_waitWhileOthersAreServed() throws Exception {
        try (var served = new ServedRing(7)) {
            ManagedChannel greedy = served.channel();
            for (int i = 0; i < 100; i++) {
                FlowCall.start(greedy, GetFlowsRequest.newBuilder().setFollow(true));
            }
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> ObserverGrpc.newBlockingStub(greedy)
                            .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                            .serverStatus(ServerStatusRequest.getDefaultInstance()))
                    .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
            status(served.channel());
        }
    }

    @Test
    void messages_thatAreTooLarge_areRefused() throws Exception {
        try (var served = new ServedRing(7)) {
            var filter = FlowFilter.newBuilder().addSourcePod("x".repeat(5 << 20));
            var request = GetFlowsRequest.newBuilder().addWhitelist(filter).build();
            ManagedChannel channel = served.channel();
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> ObserverGrpc.newBlockingStub(channel)
                            .getFlows(request)
                            .hasNext())
                    .withMessageStartingWith("RESOURCE_EXHAUSTED");
            status(channel);
            var headers = new Metadata();
            headers.put(Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "y".repeat(20_000));
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> ObserverGrpc.newBlockingStub(channel)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                            .serverStatus(ServerStatusRequest.getDefaultInstance()));
            status(served.channel());
        }
    }

    @Test
    void requests_thatWouldSwell_areRefusedBeforeTheyDo() throws Exception {
        try (var served = new ServedRing(7)) {
            ManagedChannel channel = served.channel();
            // Two million filters of nothing, a field of two bytes each.
            byte[] filters = new byte[4_000_000];
            for (int i = 0; i < filters.length; i += 2) {
                filters[i] = 6 << 3 | 2;
            }
            var swelling = new RawCall(channel, ObserverGrpc.getGetFlowsMethod())
                    .send(filters)
                    .end();
            assertThat(swelling.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(swelling.status().getDescription()).startsWith("the request has too many parts");
            // Fields that nobody knows, each with a number of its own.
            var unknown = new ByteArrayOutputStream();
            CodedOutputStream fields = CodedOutputStream.newInstance(unknown);
            for (int number = 100; number < 900_000; number++) {
                fields.writeBool(number, true);
            }
            fields.flush();
            var strange = new RawCall(channel, ObserverGrpc.getServerStatusMethod())
                    .send(unknown.toByteArray())
                    .end();
            assertThat(strange.status().isOk()).isFalse();
            status(channel);
        }
    }

    @Test
    void requests_thatDoNotEnd_holdSoMuchInAllAndNoMore() throws Exception {
        try (var served = new ServedRing(7)) {
            List<RawCall> calls = new ArrayList<>();
            ManagedChannel channel = served.channel();
            for (int i = 0; i < 24; i++) {
                calls.add(new RawCall(channel, ObserverGrpc.getGetFlowsMethod()).send(new byte[3 << 20]));
            }
            await().until(() -> calls.stream().anyMatch(RawCall::isOver));
            for (RawCall call : calls) {
                if (call.isOver()) {
                    assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                } else {
                    call.cancel();
                }
            }
            await().until(() -> served.server.requestBudget().held() == 0);
            status(channel);
        }
    }

    @Test
    void handshakes_thatDoNotEnd_areCutWhileOthersGetThrough() throws Exception {
        var tls = new TlsFixture(directory);
        try (var served = new ServedRing(7, tls.access(), Duration.ofSeconds(5))) {
            for (int i = 0; i < 200; i++) {
                // The head of a record that promises 512 bytes of a ClientHello.
                connect(served.port(0)).getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3
                });
            }
            status(served.channel(0, tls.client(tls.authority, "client")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> served.server.connections().of(ConnectionOutcome.TLS_FAILED) == 200);
        }
    }

    /** Waits until as much waits for deaf clients as ever will. */
    private static void awaitStill() {
        var before = new AtomicLong(-1);
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(90))
                .until(() -> direct() == before.getAndSet(direct()));
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        return socket;
    }

    private static void status(ManagedChannel channel) {
        ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .serverStatus(ServerStatusRequest.getDefaultInstance());
    }

    /** What Netty holds of direct memory, clients in this JVM included. */
    private static long direct() {
        return PlatformDependent.usedDirectMemory();
    }
}
