// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC channel with its own event loop: one daemon thread that stops before the JVM ends. If a thread
 * still waits in the kernel, the exit of the JVM takes up to 300 ms longer, which a user would notice.
 *
 * <p>NIO serves both TCP and unix sockets, so a client need not unpack a native library into a directory that may be
 * mounted noexec.
 */
public final class Connection implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final int CLOSE_TIMEOUT_MILLIS = 200;

    private final ServerAddress server;
    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;
    private final Channel calls;

    /** Creates the channel. It connects with the first call. */
    public Connection(ServerAddress server) {
        this.server = server;
        this.eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("observer-client", true), NioIoHandler.newFactory());
        NettyChannelBuilder builder = builder(server)
                .eventLoopGroup(eventLoop)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        server.access().timeouts().connect().toMillis())
                .directExecutor();
        encrypt(builder, server.access().tls());
        this.channel = builder.build();
        this.calls = authorized(channel, server.access().authorization());
    }

    /** Returns what calls are made with. */
    public Channel channel() {
        return calls;
    }

    /** Returns where it leads. */
    public ServerAddress server() {
        return server;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_TIMEOUT_MILLIS);
    }

    private static void encrypt(NettyChannelBuilder builder, @Nullable TlsSetup tls) {
        if (tls == null) {
            builder.usePlaintext();
            return;
        }
        builder.sslContext(tls.context());
        if (!tls.serverName().isEmpty()) {
            builder.overrideAuthority(tls.serverName());
        }
    }

    private static Channel authorized(Channel channel, @Nullable String authorization) {
        if (authorization == null) {
            return channel;
        }
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, authorization);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static NettyChannelBuilder builder(ServerAddress server) {
        Path socket = server.socket();
        if (socket == null) {
            return NettyChannelBuilder.forAddress(server.host(), server.port()).channelType(NioSocketChannel.class);
        }
        // The path of a socket is no valid :authority, and a server may reject it.
        return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .overrideAuthority("localhost")
                .channelType(NioDomainSocketChannel.class);
    }
}
