// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.Node;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import io.flowobserver.serve.BindOptions;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import io.flowobserver.tls.TestAuthority;
import io.flowobserver.tls.TestAuthority.Issued;
import io.flowobserver.tls.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in by TLS and who does not. */
class ITTls {
    @TempDir
    private Path directory;

    @Test
    void call_clientOfTheCa_isServedAndToldTheServersName() throws Exception {
        var tls = new TlsFixture(directory);
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(7, tls.access("unix://" + socket, "127.0.0.1:0"))) {
            ManagedChannel secured = served.channel(1, tls.client(tls.authority, "client"));
            assertThat(capacity(secured)).isEqualTo(7);
            for (ManagedChannel channel : new ManagedChannel[] {secured, served.channel(0)}) {
                ChangeNotification self = PeerGrpc.newBlockingStub(channel)
                        .notify(NotifyRequest.getDefaultInstance())
                        .next();
                assertThat(self.getTls().getServerName()).isEqualTo("node-1.cluster-a.hubble-grpc.cilium.io");
                assertThat(self.getAddress()).isEqualTo("127.0.0.1:" + served.port(1));
                Node node = ObserverGrpc.newBlockingStub(channel)
                        .getNodes(GetNodesRequest.getDefaultInstance())
                        .getNodes(0);
                assertThat(node.getAddress()).isEqualTo(self.getAddress());
                assertThat(node.getTls().getEnabled()).isTrue();
                assertThat(node.getTls().getServerName())
                        .isEqualTo(self.getTls().getServerName());
            }
        }
    }

    @Test
    void call_certificateThatIsNotGood_refusedAndExplained() throws Exception {
        var tls = new TlsFixture(directory);
        SslContext stranger = tls.client(tls.otherAuthority("other"), "stranger");
        // A client sends what it has when the issuer's name is among those that the server names.
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        SslContext forger = tls.client(TestAuthority.create(elsewhere, "first"), "forger");
        SslContext expired = tls.client(tls.authority.issue("expired", -1, "DNS:expired"));
        refused(tls, stranger, "it showed no certificate of a CA in --tls-client-ca-files; give it one");
        refused(tls, forger, "no CA in --tls-client-ca-files vouches for its certificate");
        refused(tls, expired, "its certificate has expired; give it a new one");
        refused(
                tls,
                tls.clientWithoutCertificate(),
                "it showed no certificate of a CA in --tls-client-ca-files; give it one");
    }

    @Test
    void call_tls12_refused() throws Exception {
        var tls = new TlsFixture(directory);
        Issued issued = tls.authority.issue("old", 10, "DNS:old");
        SslContext old = tls.trusting(GrpcSslContexts.forClient())
                .keyManager(issued.certificate().toFile(), issued.key().toFile())
                .protocols("TLSv1.2")
                .build();
        refused(tls, old, "it does not offer TLS 1.3; update it");
    }

    @Test
    void call_serverThatTheClientDoesNotTrust_explained() throws Exception {
        var tls = new TlsFixture(directory);
        TestAuthority other = tls.otherAuthority("other");
        SslContext suspicious = GrpcSslContexts.forClient()
                .trustManager(other.certificate().toFile())
                .build();
        refused(tls, suspicious, "it does not trust this server's certificate; give it the CA that signed it");
    }

    @Test
    void call_expiredServerCertificate_clientsRefuse() throws Exception {
        var tls = new TlsFixture(directory);
        tls.mount(tls.authority.issue("outdated", -1, "DNS:" + TlsFixture.SERVER_NAME), tls.authority);
        try (var log = new LogLines();
                var served = new ServedRing(7, tls.access())) {
            ManagedChannel channel = served.channel(0, tls.client(tls.authority, "client"));
            assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> capacity(channel));
            assertThat(log.lines()).anyMatch(line -> line.contains("a certificate in it has expired"));
        }
    }

    @Test
    void call_noClientCas_anyClientIsServed() throws Exception {
        var tls = new TlsFixture(directory);
        var files = new TlsFiles(tls.files.certificate(), tls.files.key(), List.of());
        var access = new BindOptions(
                ServedRing.listen(), Optional.empty(), Optional.of(files), BindOptions.Http.ON_UNIX_SOCKETS);
        try (var served = new ServedRing(7, access)) {
            assertThat(capacity(served.channel(0, tls.clientWithoutCertificate())))
                    .isEqualTo(7);
        }
    }

    @Test
    void start_filesNotThereYet_waitedForAndTakenUp() throws Exception {
        var tls = new TlsFixture(directory);
        Path data = directory.resolve("mounted/..data");
        Path aside = directory.resolve("mounted/..aside");
        Files.move(data, aside);
        try (var log = new LogLines();
                var served = new ServedRing(7, tls.access())) {
            assertThat(log.lines()).anyMatch(line -> line.contains("no such file; clients are refused"));
            SslContext client = tls.client(tls.authority, "client");
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> capacity(served.channel(0, client)));
            Files.move(aside, data);
            await().until(() -> served.server.tls().orElseThrow().current() != null);
            assertThat(capacity(served.channel(0, client))).isEqualTo(7);
        }
    }

    private static void refused(TlsFixture tls, SslContext client, String reason) throws Exception {
        try (var log = new LogLines();
                var served = new ServedRing(7, tls.access())) {
            ManagedChannel channel = served.channel(0, client);
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> capacity(channel))
                    .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
            await().untilAsserted(() -> assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("WARN 127.0.0.1:\\d+ failed the TLS handshake with 127.0.0.1:0: .*")
                    .contains(reason));
            assertThat(served.server.connections().of(ConnectionOutcome.TLS_FAILED))
                    .isPositive();
            assertThat(served.server.connections().of(ConnectionOutcome.GRPC)).isZero();
        }
    }

    private static int capacity(ManagedChannel channel) {
        return (int) ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .serverStatus(ServerStatusRequest.getDefaultInstance())
                .getMaxFlows();
    }
}
