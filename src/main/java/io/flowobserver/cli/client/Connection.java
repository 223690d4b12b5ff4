// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
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

/**
 * A gRPC channel without TLS, with its own event loop: one daemon thread that stops before the JVM ends. If a thread
 * still waits in the kernel, the exit of the JVM takes up to 300 ms longer, which a user would notice.
 *
 * <p>NIO serves both TCP and unix sockets, so a client need not unpack a native library into a directory that may be
 * mounted noexec.
 */
public final class Connection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int CLOSE_TIMEOUT_MILLIS = 200;

    private final ServerAddress server;
    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;

    /** Creates the channel. It connects with the first call. */
    public Connection(ServerAddress server) {
        this.server = server;
        this.eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("observer-client", true), NioIoHandler.newFactory());
        this.channel = builder(server)
                .eventLoopGroup(eventLoop)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    Channel channel() {
        return channel;
    }

    ServerAddress server() {
        return server;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_TIMEOUT_MILLIS);
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
