// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.tls.TestAuthority;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who real connections come from. */
class ITClient {
    @TempDir
    private Path directory;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final CompletableFuture<Client> accepted = new CompletableFuture<>();

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void unixSocket_isTheUserOfTheProcess() throws Exception {
        Path socket = directory.resolve("socket");
        listen(EpollServerDomainSocketChannel.class, new DomainSocketAddress(socket.toFile()));
        Client client = connect(UnixDomainSocketAddress.of(socket));
        assertThat(client.kind()).isEqualTo(Client.Kind.UNIX_USER);
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        assertThat(client.name()).isEqualTo("uid " + uid);
        assertThat(client.usesUnixSocket()).isTrue();
        assertThat(client.isLocal()).isTrue();
    }

    @Test
    void tcp_isTheAddress() throws Exception {
        Channel listener = listen(EpollServerSocketChannel.class, new InetSocketAddress(0));
        Client client = connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ((InetSocketAddress) listener.localAddress()).getPort()));
        assertThat(client.kind()).isEqualTo(Client.Kind.ADDRESS);
        assertThat(client.name()).isEqualTo("127.0.0.1");
        assertThat(client.isLocal()).isTrue();
    }

    @Test
    void ownAddresses_areThoseOfAllInterfaces() throws Exception {
        for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
            if (device.isUp()) {
                assertThat(device.inetAddresses()).allMatch(OwnAddresses::contains);
            }
        }
        assertThat(OwnAddresses.contains(InetAddress.getByName("240.0.0.1"))).isFalse();
        assertThat(OwnAddresses.contains(InetAddress.getByName("2001:db8::1"))).isFalse();
    }

    @Test
    void certificate_isNamedByItsUriElseItsDnsNameElseItsSubject() throws Exception {
        TestAuthority authority = TestAuthority.create(directory, "first");
        assertThat(name(authority, "a", "DNS:a.example,DNS:b.example,URI:spiffe://example/relay"))
                .isEqualTo("URI:spiffe://example/relay");
        assertThat(name(authority, "b", "IP:240.0.0.1,DNS:b.example,DNS:a.example"))
                .isEqualTo("DNS:b.example");
        assertThat(name(authority, "c", "IP:240.0.0.1")).isEqualTo("CN=c");
        FakeConnection connection = new FakeConnection("127.0.0.1");
        Client client = Client.certified(connection, certificate(authority, "d", "DNS:d.example"));
        assertThat(Client.of(connection)).isSameAs(client);
        assertThat(client.kind()).isEqualTo(Client.Kind.CERTIFICATE);
        assertThat(client.isLocal()).isTrue();
    }

    private Channel listen(Class<? extends ServerChannel> type, SocketAddress address) {
        return new ServerBootstrap()
                .group(loops)
                .channel(type)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        accepted.complete(Client.of(connection));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    private Client connect(SocketAddress address) throws Exception {
        try (SocketChannel connection = SocketChannel.open(address)) {
            assertThat(connection.isConnected()).isTrue();
            return accepted.get(20, TimeUnit.SECONDS);
        }
    }

    private static String name(TestAuthority authority, String subject, String names) throws Exception {
        return CertificateName.of(certificate(authority, subject, names));
    }

    private static X509Certificate certificate(TestAuthority authority, String subject, String names) throws Exception {
        try (InputStream file =
                Files.newInputStream(authority.issue(subject, 10, names).certificate())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }
}
