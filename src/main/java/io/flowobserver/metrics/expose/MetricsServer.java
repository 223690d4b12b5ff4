// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TlsFiles;
import io.flowobserver.tls.TlsMaterial;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, {@code /healthz} and {@code /readyz} over HTTP/1.1, in TLS if there are files for that, on a thread of its own. A connection gets
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

    private static final List<String> PROTOCOLS = List.of("http/1.1");

    private final InetSocketAddress address;
    private final @Nullable ServerTls tls;
    private final Duration connectionTime;
    private final ConnectionLimit limit;
    private final MetricsPages pages;
    private @Nullable EventLoopGroup loop;
    private @Nullable Channel channel;

    /**
     * How clients come in.
     *
     * @param tls files for TLS; without them it is plaintext
     * @param connectionTime how long a connection may last
     */
    public record Entrance(InetSocketAddress address, Optional<TlsFiles> tls, Duration connectionTime) {
        /** One with the usual patience. */
        public Entrance(InetSocketAddress address, Optional<TlsFiles> tls) {
            this(address, tls, CONNECTION_TIME);
        }
    }

    /**
     * @param ready whether the daemon does what it was started for; asked by the server's thread
     */
    public MetricsServer(Entrance entrance, Exposition exposition, BooleanSupplier ready) {
        this.address = entrance.address();
        this.tls = entrance.tls().map(files -> new ServerTls(files, PROTOCOLS)).orElse(null);
        this.connectionTime = entrance.connectionTime();
        this.limit = new ConnectionLimit(MAX_CONNECTIONS, connectionTime);
        this.pages = new MetricsPages(exposition, ready);
    }

    /**
     * Opens the port. TLS files may come later; until then nobody is served.
     *
     * @throws IOException with one line for the operator if it cannot be had, or a TLS file cannot be used
     */
    public void start() throws IOException {
        if (tls != null) {
            tls.start();
        }
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
                        connection.pipeline().addLast(limit);
                        secure(connection);
                        connection
                                .pipeline()
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

    /** Sets who is asked by {@code /healthz}; called before {@link #start}. */
    public void liveness(BooleanSupplier healthy) {
        pages.liveness(healthy);
    }

    /** The port, as chosen by the kernel if 0 was asked for. */
    public int port() {
        return channel == null ? address.getPort() : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** What it speaks TLS with, if it does. */
    public Optional<ServerTls> tls() {
        return Optional.ofNullable(tls);
    }

    /** Cuts all connections; waits for a second at most. */
    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
        if (loop != null) {
            loop.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(2 * STOP_MILLIS, TimeUnit.MILLISECONDS);
            loop = null;
        }
    }

    private void secure(Channel connection) {
        if (tls == null) {
            return;
        }
        TlsMaterial material = tls.current();
        if (material == null) {
            connection.close();
        } else {
            connection.pipeline().addLast(tls.newHandler(material, connection.alloc(), connectionTime.toMillis()));
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
