// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.ServedRing;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners from outside: which connections are served, how others are rejected, and what becomes of socket files. */
class ITListeners {
    @TempDir
    private Path directory;

    @Test
    void start_tcpAndUnix_serveTheSameFlows() throws IOException {
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(15, "127.0.0.1:0", "unix://" + socket, "[::1]:0")) {
            served.write(5);
            for (int listener = 0; listener < 2; listener++) {
                var flows = ObserverGrpc.newBlockingStub(served.channel(listener))
                        .getFlows(GetFlowsRequest.getDefaultInstance());
                assertThat(flows).toIterable().hasSize(5);
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(served.server.connections().of(ConnectionOutcome.GRPC)).isEqualTo(2);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void start_staleSocket_replaced() throws IOException {
        Path socket = directory.resolve("hubble.sock");
        try (var left = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (var served = new ServedRing(15, "unix://" + socket)) {
            assertThat(served.stub()
                            .serverStatus(ServerStatusRequest.getDefaultInstance())
                            .getMaxFlows())
                    .isEqualTo(15);
        }
    }

    @Test
    void start_socketOfALiveServer_refusedAndLeftAlone() throws IOException {
        Path socket = directory.resolve("hubble.sock");
        try (var first = new ServedRing(15, "unix://" + socket)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> new ServedRing(7, "127.0.0.1:0", "unix://" + socket))
                    .withMessage("cannot listen on unix://" + socket
                            + ": in use by a running server; stop it or choose another path");
            assertThat(first.stub()
                            .serverStatus(ServerStatusRequest.getDefaultInstance())
                            .getMaxFlows())
                    .isEqualTo(15);
        }
    }

    @Test
    void start_pathThatIsNoFreeSocket_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ServedRing(7, "unix://" + file))
                .withMessageContaining("the file exists and is not a socket");
        assertThat(file).hasContent("precious");
        Path missing = directory.resolve("missing/hubble.sock");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ServedRing(7, "unix://" + missing))
                .withMessageContaining("the directory " + missing.getParent() + " does not exist");
    }

    @Test
    void close_socketTakenOverByAnother_leftAlone() throws IOException {
        Path socket = directory.resolve("hubble.sock");
        var served = new ServedRing(7, "unix://" + socket);
        Files.delete(socket);
        Files.writeString(socket, "another's");
        served.close();
        assertThat(socket).hasContent("another's");
    }

    @Test
    void start_tcpAddressInUse_refusedInOneLine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "127.0.0.1:" + taken.getLocalPort();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> new ServedRing(7, url))
                    .withMessage("cannot listen on " + url
                            + ": the address is in use; stop the other server or choose another address");
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ServedRing(7, "192.0.2.1:0"))
                .withMessageContaining("no interface of this machine has the address");
    }

    @Test
    void health_knownNames_serving() throws IOException {
        try (var served = new ServedRing(7)) {
            var health = HealthGrpc.newBlockingStub(served.channel());
            for (String name : new String[] {"", "hubble.server.Observer"}) {
                var request = HealthCheckRequest.newBuilder().setService(name).build();
                assertThat(health.check(request).getStatus()).isEqualTo(ServingStatus.SERVING);
            }
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> health.check(HealthCheckRequest.newBuilder()
                            .setService("observer.Observer")
                            .build()))
                    .withMessageStartingWith("NOT_FOUND");
        }
    }

    @Test
    void connect_http1_answeredAndClosed() throws IOException {
        try (var served = new ServedRing(7);
                var socket = connect(served)) {
            socket.getOutputStream().write("GET /status HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("This listener speaks gRPC only");
            assertCounted(served, ConnectionOutcome.HTTP1);
        }
    }

    @Test
    void connect_tlsClientHello_answeredWithAnAlert() throws IOException {
        try (var served = new ServedRing(7);
                var socket = connect(served)) {
            socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x00, 0x05, 1, 2, 3, 4, 5});
            assertThat(socket.getInputStream().readAllBytes())
                    .containsExactly(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28);
            assertCounted(served, ConnectionOutcome.TLS);
        }
    }

    @Test
    void connect_garbage_closedAndCountedOnce() throws IOException {
        try (var served = new ServedRing(7);
                var socket = connect(served)) {
            socket.getOutputStream().write(new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertCounted(served, ConnectionOutcome.GARBAGE);
        }
    }

    @Test
    void connect_silence_closedAfterTheTimeout() throws IOException {
        try (var served = new ServedRing(7, Duration.ofMillis(300), "127.0.0.1:0");
                var silent = connect(served);
                var stuck = connect(served)) {
            stuck.getOutputStream().write("PRI * HT".getBytes(US_ASCII));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(stuck.getInputStream().read()).isEqualTo(-1);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(served.server.connections().of(ConnectionOutcome.SILENT))
                            .isEqualTo(2));
        }
    }

    private static Socket connect(ServedRing served) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port(0));
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** The connection was counted as what it was, and as nothing else. */
    private static void assertCounted(ServedRing served, ConnectionOutcome expected) {
        for (ConnectionOutcome kind : ConnectionOutcome.values()) {
            assertThat(served.server.connections().of(kind)).as("%s", kind).isEqualTo(kind == expected ? 1 : 0);
        }
    }
}
