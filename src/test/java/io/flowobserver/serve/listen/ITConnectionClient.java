// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.TlsFixture;
import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.limit.Guards;
import io.flowobserver.tls.ServerTls;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What services and pages are told about who asks. */
class ITConnectionClient {
    @TempDir
    private Path directory;

    private final BlockingQueue<Client> clients = new LinkedBlockingQueue<>();
    private EventLoops loops;

    @BeforeEach
    void start() throws Exception {
        loops = EventLoops.start(List.of());
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    @Test
    void plaintext_isTheAddress() throws Exception {
        Listener listener = open(ListenUrl.parse("127.0.0.1:0"), null);
        int port = ((ListenUrl.Tcp) listener.bound()).port();
        call(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext());
        assertClient(Client.Kind.ADDRESS, "127.0.0.1");
        try (Socket http = new Socket(InetAddress.getLoopbackAddress(), port)) {
            http.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertClient(Client.Kind.ADDRESS, "127.0.0.1");
        }
        listener.close(0);
    }

    @Test
    void unixSocket_isTheUser() throws Exception {
        Path socket = directory.resolve("socket");
        Listener listener = open(new ListenUrl.Unix(socket), null);
        try (SocketChannel http = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            http.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            Client client = clients.poll(20, TimeUnit.SECONDS);
            assertThat(client).isNotNull();
            assertThat(client.kind()).isEqualTo(Client.Kind.UNIX_USER);
        }
        listener.close(0);
    }

    @Test
    void tlsWithACertificate_isItsName() throws Exception {
        TlsFixture tls = new TlsFixture(directory);
        ServerTls server = new ServerTls(tls.files, List.of("h2"));
        server.start();
        Listener listener = open(ListenUrl.parse("127.0.0.1:0"), server);
        call(NettyChannelBuilder.forAddress("127.0.0.1", ((ListenUrl.Tcp) listener.bound()).port())
                .overrideAuthority(TlsFixture.SERVER_NAME)
                .sslContext(tls.client(tls.authority.issue("relay", 10, "DNS:relay.example"))));
        assertClient(Client.Kind.CERTIFICATE, "DNS:relay.example");
        listener.close(0);
        server.close();
    }

    private void assertClient(Client.Kind kind, String name) throws InterruptedException {
        Client client = clients.poll(20, TimeUnit.SECONDS);
        assertThat(client).isNotNull();
        assertThat(client.kind()).isEqualTo(kind);
        assertThat(client.name()).isEqualTo(name);
        assertThat(client.isLocal()).isTrue();
    }

    private Listener open(ListenUrl url, @Nullable ServerTls tls) throws Exception {
        return Listener.open(
                new ListenerContext(
                        url,
                        tls,
                        new ListenerContext.Protocols(
                                new ListenerContext.Grpc(this::addService, Guards.noTimeout()),
                                () -> new ChannelHandler[] {new Page()}),
                        ConnectionLimits.DEFAULT,
                        new RejectedConnections(new ConnectionCounts())),
                loops);
    }

    private static void call(NettyChannelBuilder builder) throws Exception {
        ManagedChannel channel = builder.build();
        HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance());
        channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
    }

    private void addService(NettyServerBuilder builder) {
        builder.addService(new HealthStatusManager().getHealthService()).intercept(new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                clients.add(call.getAttributes().get(ConnectionAttributes.CLIENT));
                return next.startCall(call, headers);
            }
        });
    }

    /** Serves HTTP/1.1 no further than to see who asks. */
    private final class Page extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            clients.add(Client.of(ctx.channel()));
        }
    }
}
