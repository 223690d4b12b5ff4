// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that speaks the wrong protocol is told so in that protocol, and the log has one line about it. */
class ITWrongProtocol {
    @TempDir
    private Path directory;

    @Test
    void grpcWithoutTls_onATlsListener_getsAGoawayWithWords() throws Exception {
        var tls = new TlsFixture(directory);
        try (var log = new LogLines();
                var served = new ServedRing(7, tls.access())) {
            ManagedChannel plaintext = served.channel(0);
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> ObserverGrpc.newBlockingStub(plaintext)
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .serverStatus(ServerStatusRequest.getDefaultInstance()))
                    .withMessageContaining("This listener speaks TLS only. Switch TLS on");
            plaintext.shutdownNow();
            assertLogged(log, "spoke gRPC without TLS to 127.0.0.1:0, which serves TLS only: switch TLS on there");
            assertThat(served.server.connections().of(ConnectionOutcome.NO_TLS)).isPositive();
        }
    }

    @Test
    void http1WithoutTls_onATlsListener_gets400WithWords() throws Exception {
        var tls = new TlsFixture(directory);
        try (var log = new LogLines();
                var served = new ServedRing(7, tls.access())) {
            assertThat(get(served))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith(
                            "\r\n\r\nThis listener speaks TLS only. Use https, and trust the CA of its certificate.\n");
            assertLogged(log, "spoke HTTP/1 without TLS to 127.0.0.1:0, which serves TLS only: use https there");
        }
    }

    @Test
    void tls_onAPlaintextListener_getsAnAlert() throws Exception {
        try (var log = new LogLines();
                var served = new ServedRing(7)) {
            var socket = (SSLSocket) SSLContext.getDefault()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), served.port(0));
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(socket::startHandshake)
                    .withMessageContaining("handshake_failure");
            socket.close();
            assertLogged(log, "tried TLS at 127.0.0.1:0, which serves plaintext: switch TLS off there");
        }
    }

    @Test
    void rejections_many_logOneLineAndCountAll() throws Exception {
        var tls = new TlsFixture(directory);
        try (var log = new LogLines();
                var served = new ServedRing(7, tls.access())) {
            for (int i = 0; i < 20; i++) {
                assertThat(get(served)).startsWith("HTTP/1.1 400");
            }
            assertThat(log.lines()).hasSize(1);
            assertThat(served.server.connections().of(ConnectionOutcome.NO_TLS)).isEqualTo(20);
        }
    }

    @Test
    void start_plaintextForOthers_warnsAndServes() throws Exception {
        try (var log = new LogLines();
                var served = new ServedRing(7, "0.0.0.0:0")) {
            assertThat(log.lines())
                    .containsExactly("WARN 0.0.0.0:" + served.port(0)
                            + " serves flows without encryption to everyone who reaches it; give --tls-cert-file,"
                            + " --tls-key-file and --tls-client-ca-files, or listen on 127.0.0.1");
            assertThat(served.stub()
                            .serverStatus(ServerStatusRequest.getDefaultInstance())
                            .getMaxFlows())
                    .isEqualTo(7);
        }
    }

    private static String get(ServedRing served) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.port(0))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private static void assertLogged(LogLines log, String what) {
        await().untilAsserted(() -> assertThat(log.lines())
                .singleElement()
                .asString()
                .matches("WARN 127.0.0.1:\\d+ .*")
                .contains(what));
    }
}
