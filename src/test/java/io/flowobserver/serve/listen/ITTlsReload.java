// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import io.flowobserver.serve.stream.FlowWriting;
import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TestAuthority;
import io.flowobserver.tls.TestAuthority.Issued;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while clients are served. */
class ITTlsReload {
    private static final int FOLLOWERS = 8;

    @TempDir
    private Path directory;

    @Test
    void remount_leafAndCaUnderLoad_noStreamBreaksAndTheOldCaIsShutOut() throws Exception {
        var tls = new TlsFixture(directory);
        TestAuthority next = tls.otherAuthority("next");
        SslContext oldClient = tls.client(tls.authority, "old-client");
        SslContext newClient = tls.client(next, "new-client");
        try (var served = new ServedRing(32_767, tls.access());
                var writer = new FlowWriting(served)) {
            List<FlowCall> followers = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(follow(served.channel(0, oldClient)));
            }
            ManagedChannel oldConnection = served.channel(0, oldClient);
            status(oldConnection);

            tls.remount(served.server, tls.serverCertificate("server-2"), tls.authority, next);
            status(served.channel(0, oldClient));
            followers.add(follow(served.channel(0, newClient)));

            tls.remount(served.server, tls.serverCertificate("server-3"), next);
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> status(served.channel(0, oldClient)));
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> status(oldConnection))
                    .withMessageStartingWith(
                            "UNAUTHENTICATED: the CA of this client's certificate is no longer trusted");
            followers.add(follow(served.channel(0, newClient)));

            writer.stop();
            for (FlowCall follower : followers) {
                awaitNumber(follower, (int) (served.ring.written() - 1) & 0xFFFF);
                assertThat(follower.closed).isNotDone();
            }
        }
    }

    @Test
    void remount_resumedSessionOfARemovedCa_refused() throws Exception {
        var tls = new TlsFixture(directory);
        SSLContext client = javaClient(tls, tls.authority.issue("client", 10, "DNS:client"));
        try (var served = new ServedRing(7, tls.access())) {
            long first = sessionCreated(client, served.port(0));
            assertThat(sessionCreated(client, served.port(0)))
                    .as("the client resumes")
                    .isEqualTo(first);
            tls.remount(served.server, tls.serverCertificate("server-2"), tls.otherAuthority("next"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> sessionCreated(client, served.port(0)));
        }
    }

    @Test
    void remount_newLeaf_newConnectionsSeeIt() throws Exception {
        var tls = new TlsFixture(directory);
        SSLContext client = javaClient(tls, tls.authority.issue("client", 10, "DNS:client"));
        try (var served = new ServedRing(7, tls.access())) {
            assertThat(serverCertificate(client, served.port(0))).isEqualTo("CN=server");
            tls.remount(served.server, tls.serverCertificate("server-2"), tls.authority);
            assertThat(serverCertificate(client, served.port(0))).isEqualTo("CN=server-2");
        }
    }

    @Test
    void remount_filesThatDoNotBelongTogether_keepsTheOldAndRecovers() throws Exception {
        var tls = new TlsFixture(directory);
        SslContext client = tls.client(tls.authority, "client");
        Issued good = tls.serverCertificate("server-2");
        Issued mixed =
                new Issued(good.certificate(), tls.serverCertificate("server-3").key());
        try (var log = new LogLines();
                var served = new ServedRing(7, tls.access())) {
            ServerTls server = served.server.tls().orElseThrow();
            tls.mount(mixed, tls.authority);
            await().until(() -> server.failures() > 0);
            status(served.channel(0, client));
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("the key does not belong to the certificate in")
                            && line.endsWith("keeping the TLS files that were read before"));
            tls.remount(served.server, good, tls.authority);
            status(served.channel(0, client));
            assertThat(server.expirySeconds(tls.files.certificate())).isBetween(99 * 86_400.0, 100 * 86_400.0);
            Files.delete(directory.resolve("mounted/..data"));
            await().until(() -> log.lines().stream().anyMatch(line -> line.contains("no such file; keeping")));
            status(served.channel(0, client));
        }
    }

    private static FlowCall follow(ManagedChannel channel) throws Exception {
        return FlowCall.start(channel, GetFlowsRequest.newBuilder().setFollow(true))
                .take(1_000_000);
    }

    private static void awaitNumber(FlowCall follower, int last) throws InterruptedException {
        int number = -1;
        while (number != last) {
            number = ServedRing.number(follower.next());
            assertThat(number).as("a follower this slow misses flows").isNotEqualTo(-1);
        }
    }

    private static void status(ManagedChannel channel) {
        ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .serverStatus(ServerStatusRequest.getDefaultInstance());
    }

    private static SSLContext javaClient(TlsFixture tls, Issued issued) throws Exception {
        return JavaTls.context(tls.authority.certificate(), issued);
    }

    private static String serverCertificate(SSLContext client, int port) throws Exception {
        try (SSLSocket socket = handshaken(client, port)) {
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    /** When the session began that a new connection uses; an exception if the server does not let it in. */
    private static long sessionCreated(SSLContext client, int port) throws Exception {
        try (SSLSocket socket = handshaken(client, port)) {
            return socket.getSession().getCreationTime();
        }
    }

    /** In TLS 1.3 a client learns only by reading whether it was let in: the server answers its request. */
    private static SSLSocket handshaken(SSLContext client, int port) throws IOException {
        var socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() != 'H') {
            socket.close();
            throw new SSLException("closed without an answer");
        }
        return socket;
    }
}
