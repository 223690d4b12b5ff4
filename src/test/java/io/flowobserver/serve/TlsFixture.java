// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import static org.awaitility.Awaitility.await;

import io.flowobserver.serve.peer.PeerNode;
import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TestAuthority;
import io.flowobserver.tls.TestAuthority.Issued;
import io.flowobserver.tls.TlsFiles;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A CA, and the files of a server in a directory that is swapped as Kubernetes swaps a mounted secret: the names are
 * symbolic links into {@code ..data}, which is a symbolic link itself and replaced in one step.
 */
public final class TlsFixture {
    public static final String SERVER_NAME = PeerNode.serverNameOf(ServedRing.NODE);

    public final TestAuthority authority;
    public final TlsFiles files;
    private final Path directory;
    private final Path mounted;
    private int versions;

    public TlsFixture(Path directory) throws Exception {
        this.directory = directory;
        authority = TestAuthority.create(directory, "first");
        mounted = Files.createDirectory(directory.resolve("mounted"));
        for (String name : new String[] {"tls.crt", "tls.key", "ca.crt"}) {
            Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
        }
        files = new TlsFiles(
                mounted.resolve("tls.crt"), mounted.resolve("tls.key"), List.of(mounted.resolve("ca.crt")));
        mount(serverCertificate("server"), authority);
    }

    public Issued serverCertificate(String name) throws Exception {
        return authority.issue(name, 100, "DNS:" + SERVER_NAME + ",DNS:localhost,IP:127.0.0.1");
    }

    public BindOptions access(String... urls) {
        return new BindOptions(
                ServedRing.listen(urls), Optional.empty(), Optional.of(files), BindOptions.Http.ON_UNIX_SOCKETS);
    }

    /** Replaces all files in one step. */
    public void mount(Issued server, TestAuthority... clientCas) throws IOException {
        Path version = Files.createDirectory(mounted.resolve("..version-" + versions++));
        Files.copy(server.certificate(), version.resolve("tls.crt"));
        Files.copy(server.key(), version.resolve("tls.key"));
        StringBuilder cas = new StringBuilder();
        for (TestAuthority ca : clientCas) {
            cas.append(Files.readString(ca.certificate()));
        }
        Files.writeString(version.resolve("ca.crt"), cas);
        Path link = mounted.resolve("..data_tmp");
        Files.createSymbolicLink(link, version.getFileName());
        Files.move(
                link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Replaces them and waits until a server has taken them up. */
    public void remount(Server server, Issued certificate, TestAuthority... clientCas) throws IOException {
        ServerTls tls = server.tls().orElseThrow();
        long before = tls.reloads();
        mount(certificate, clientCas);
        await().until(() -> tls.reloads() > before);
    }

    /** A client that trusts the CA and shows a certificate of another, or of the same. */
    public SslContext client(TestAuthority issuer, String name) throws Exception {
        return client(issuer.issue(name, 10, "DNS:" + name));
    }

    public SslContext client(Issued certificate) throws Exception {
        return GrpcSslContexts.forClient()
                .trustManager(authority.certificate().toFile())
                .keyManager(
                        certificate.certificate().toFile(), certificate.key().toFile())
                .build();
    }

    public SslContext clientWithoutCertificate() throws Exception {
        return trusting(GrpcSslContexts.forClient()).build();
    }

    public SslContextBuilder trusting(SslContextBuilder builder) {
        return builder.trustManager(authority.certificate().toFile());
    }

    public TestAuthority otherAuthority(String name) throws Exception {
        return TestAuthority.create(directory, name);
    }
}
