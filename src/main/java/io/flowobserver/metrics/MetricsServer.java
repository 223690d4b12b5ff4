// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, {@code /healthz} and {@code /readyz} over HTTP/1.1 on a thread of its own. A connection gets
 * one answer and is closed, at the latest when its time is up; there are only so many at a time.
 *
 * <p>{@link #start} and {@link #close} are for one thread at a time.
 */
public final class MetricsServer implements AutoCloseable {
    static final int MAX_CONNECTIONS = 64;
    static final Duration CONNECTION_TIME = Duration.ofSeconds(30);

    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_CHUNK_BYTES = 8 << 10;
    private static final int MAX_BODY_BYTES = 8 << 10;
    private static final long STOP_MILLIS = 500;

    private final InetSocketAddress address;
    private final ConnectionLimit limit;
    private final MetricsPages pages;
    private @Nullable EventLoopGroup loop;
    private @Nullable Channel channel;

    /**
     * @param ready whether the daemon does what it was started for; asked by the server's thread
     */
    public MetricsServer(InetSocketAddress address, Exposition exposition, BooleanSupplier ready) {
        this(address, exposition, ready, CONNECTION_TIME);
    }

    MetricsServer(InetSocketAddress address, Exposition exposition, BooleanSupplier ready, Duration connectionTime) {
        this.address = address;
        this.limit = new ConnectionLimit(MAX_CONNECTIONS, connectionTime);
        this.pages = new MetricsPages(exposition, ready);
    }

    /**
     * Opens the port.
     *
     * @throws IOException with one line for the operator if it cannot be had
     */
    public void start() throws IOException {
        if (address.isUnresolved()) {
            throw new IOException(subject() + "the host name is unknown; use an address of this machine");
        }
        loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("observer-metrics", true), NioIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                // A page every few seconds is no reason to keep a pool of memory.
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(limit)
                                .addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES))
                                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES, true))
                                .addLast(new HttpContentCompressor(0))
                                .addLast(pages);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException(subject() + reason(bound.cause()), bound.cause());
        }
        channel = bound.channel();
    }

    /** The port, as chosen by the kernel if 0 was asked for. */
    public int port() {
        return channel == null ? address.getPort() : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Cuts all connections; waits for a second at most. */
    @Override
    public void close() {
        if (loop != null) {
            loop.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(2 * STOP_MILLIS, TimeUnit.MILLISECONDS);
            loop = null;
        }
    }

    private String subject() {
        String host = address.getHostString();
        String shown = address.getAddress() != null && address.getAddress().isAnyLocalAddress() ? "" : host;
        return "cannot serve metrics on " + (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":"
                + address.getPort() + ": ";
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Address already in use")) {
            return "the address is in use; stop the other server or choose another address";
        }
        if (message.contains("Cannot assign requested address")) {
            return "no interface of this machine has the address; use one of its own or only a port";
        }
        if (message.contains("Permission denied")) {
            return "permission denied; run as root or choose a port above 1023";
        }
        return message;
    }
}
