// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.listen.LogLines;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send DATA frames which carry nothing, or which wait. */
@Timeout(60)
class ITDataFrames {
    @Test
    void emptyFrames_aMillion_closeTheConnection() throws Exception {
        try (var served = new ServedRing(7);
                var log = new LogLines();
                var client = RawHttp2Connection.to(served.port(0))) {
            client.settings().call(1, "observer.Observer/GetFlows");
            for (int i = 0; i < 1_000_000; i++) {
                client.noData(1, 0);
            }
            flushInBackground(client);
            assertThat(client.await(RawHttp2Connection.GOAWAY, 0).intAt(4))
                    .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
            await().until(() -> served.server.openCalls().connections() == 0);
            assertThat(served.server.rejectedCalls().of(CallRejection.DATA_FRAMES))
                    .isEqualTo(1);
            assertThat(log.lines()).hasSize(1).first().asString().contains("empty DATA frames");
        }
    }

    @Test
    void emptyFrames_oneThatEndsTheCall_isServed() throws Exception {
        try (var served = new ServedRing(7);
                var client = RawHttp2Connection.to(served.port(0))) {
            client.settings().call(1, "observer.Observer/ServerStatus").noData(1, 0);
            client.data(1, RawHttp2Connection.framed(new byte[0]));
            client.noData(1, RawHttp2Connection.END_STREAM).flush();
            assertThat(client.trailers(1).get("grpc-status")).hasToString("0");
        }
    }

    @Test
    void smallFrames_thatWait_closeTheConnection() throws Exception {
        try (var served = new ServedRing(7);
                var client = RawHttp2Connection.to(served.port(0))) {
            // Reflection reads no further request while its responses wait.
            client.settings(RawHttp2Connection.INITIAL_WINDOW_SIZE, 0)
                    .call(1, "grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
            byte[] request = RawHttp2Connection.framed(ServerReflectionRequest.newBuilder()
                    .setFileContainingSymbol("observer.Observer")
                    .build()
                    .toByteArray());
            for (int i = 0; i < 20; i++) {
                client.data(1, request);
            }
            for (int i = 0; i < 10 * DataFrameLimiter.UNUSED_FRAMES; i++) {
                client.data(1, new byte[1]);
            }
            flushInBackground(client);
            assertThat(client.await(RawHttp2Connection.GOAWAY, 0).intAt(4))
                    .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
            assertThat(served.server.rejectedCalls().of(CallRejection.DATA_FRAMES))
                    .isEqualTo(1);
        }
    }

    /** The server closes the connection before it has read everything. */
    private static void flushInBackground(RawHttp2Connection client) {
        Thread writer = new Thread(() -> {
            try {
                client.flush();
            } catch (IOException closed) {
                // As expected.
            }
        });
        writer.setDaemon(true);
        writer.start();
    }
}
