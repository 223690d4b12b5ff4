// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.listen.LogLines;
import io.flowobserver.serve.stream.DeafFollowers;
import io.netty.handler.codec.http2.Http2Error;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose client takes nothing for the idle timeout, with a timeout of a second. */
@Timeout(60)
class ITIdleStreams {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int FLOWS = 8_191;

    @TempDir
    private Path directory;

    @Test
    void follower_windowStaysShut_isEnded() throws Exception {
        try (var served = ServedRing.idleStreamTimeout(TIMEOUT, FLOWS);
                var log = new LogLines();
                var client = RawHttp2Connection.to(served.port(0))) {
            served.write(FLOWS);
            client.settings()
                    .call(1, "observer.Observer/GetFlows")
                    .request(1, follow())
                    .flush();
            assertThat(client.await(RawHttp2Connection.RST_STREAM, 1).intAt(0))
                    .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
            await().until(() -> served.server.streams().open() == 0);
            await().until(() -> served.server.openCalls().open() == 0);
            assertThat(served.server.rejectedCalls().of(CallRejection.IDLE_STREAM))
                    .isEqualTo(1);
            assertThat(log.lines()).hasSize(1).first().asString().contains("taken no response of a call for 1 s");
            // The connection goes on.
            client.windowUpdate(0, 1 << 20).call(3, "observer.Observer/ServerStatus");
            client.request(3, new byte[0]).flush();
            assertThat(client.trailers(3).get("grpc-status")).hasToString("0");
        }
    }

    @Test
    void follower_sharedWindowStaysShut_isEnded() throws Exception {
        try (var served = ServedRing.idleStreamTimeout(TIMEOUT, FLOWS);
                var client = RawHttp2Connection.to(served.port(0))) {
            served.write(FLOWS);
            client.settings(RawHttp2Connection.INITIAL_WINDOW_SIZE, 1 << 30);
            client.call(1, "observer.Observer/GetFlows").request(1, follow()).flush();
            client.await(RawHttp2Connection.RST_STREAM, 1);
            await().until(() -> served.server.streams().open() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"peer.Peer/Notify", "grpc.health.v1.Health/Watch", "observer.Observer/ServerStatus", "grpc/text"})
    void response_thatWaits_isEnded(String method) throws Exception {
        try (var served = ServedRing.idleStreamTimeout(TIMEOUT, 7);
                var client = RawHttp2Connection.to(served.port(0))) {
            client.settings(RawHttp2Connection.INITIAL_WINDOW_SIZE, 0);
            if (method.equals("grpc/text")) {
                // Is answered with a page of text, as gRPC does for what is no gRPC.
                client.call(1, method, "content-type", "text/plain");
            } else {
                client.call(1, method);
            }
            client.request(1, new byte[0]).flush();
            client.await(RawHttp2Connection.RST_STREAM, 1);
            await().until(() -> served.server.openCalls().open() == 0);
            await().until(() -> served.server.peers().watchers() == 0);
        }
    }

    @Test
    void follower_takesALittleNowAndThen_goesOn() throws Exception {
        try (var served = ServedRing.idleStreamTimeout(TIMEOUT.multipliedBy(3), FLOWS);
                var client = RawHttp2Connection.to(served.port(0))) {
            served.write(FLOWS);
            client.settings().windowUpdate(0, 1 << 30);
            for (int stream = 1; stream <= 3; stream += 2) {
                client.call(stream, "observer.Observer/GetFlows").request(stream, follow());
            }
            await().pollInterval(TIMEOUT.dividedBy(10)).until(() -> {
                client.windowUpdate(3, 100).flush();
                return served.server.rejectedCalls().of(CallRejection.IDLE_STREAM) > 0;
            });
            client.await(RawHttp2Connection.RST_STREAM, 1);
            assertThat(served.server.streams().open()).isEqualTo(1);
            assertThat(served.server.rejectedCalls().of(CallRejection.IDLE_STREAM))
                    .isEqualTo(1);
        }
    }

    @Test
    void follower_withNothingToTake_goesOn() throws Exception {
        try (var served = ServedRing.idleStreamTimeout(TIMEOUT, FLOWS)) {
            FlowCall quiet = FlowCall.start(
                    served.channel(), GetFlowsRequest.newBuilder().setFollow(true));
            try (var deaf = RawHttp2Connection.to(served.port(0))) {
                deaf.settings(RawHttp2Connection.INITIAL_WINDOW_SIZE, 0);
                deaf.call(1, "peer.Peer/Notify").request(1, new byte[0]).flush();
                await().until(() -> served.server.rejectedCalls().of(CallRejection.IDLE_STREAM) == 1);
            }
            assertThat(quiet.closed).isNotDone();
            served.write(1);
            quiet.take(1);
            assertThat(ServedRing.number(quiet.next())).isZero();
        }
    }

    @Test
    void connection_thatIsNotRead_isClosed() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = ServedRing.idleStreamTimeout(TIMEOUT, FLOWS, "unix://" + socket);
                var deaf = RawHttp2Connection.to(socket)) {
            served.write(FLOWS);
            DeafFollowers.begin(deaf);
            await().until(() -> served.server.rejectedCalls().of(CallRejection.IDLE_STREAM) == 1);
            await().until(() -> served.server.openCalls().connections() == 0);
            await().until(() -> served.server.streams().open() == 0);
        }
    }

    @Test
    void httpFollower_thatDoesNotRead_isClosed() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = ServedRing.idleStreamTimeout(TIMEOUT, FLOWS, "unix://" + socket);
                var deaf = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            served.write(FLOWS);
            String request = "GET /flows?follow=true&last=8191 HTTP/1.1\r\nHost: localhost\r\n\r\n";
            deaf.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
            await().until(() -> served.server.rejectedCalls().of(CallRejection.IDLE_STREAM) == 1);
            await().until(() -> served.server.streams().open() == 0);
        }
    }

    private static byte[] follow() {
        return GetFlowsRequest.newBuilder()
                .setFollow(true)
                .setNumber(FLOWS)
                .build()
                .toByteArray();
    }
}
