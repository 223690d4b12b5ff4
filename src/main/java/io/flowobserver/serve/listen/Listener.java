// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bound address. A gRPC server of its own accepts the connections, also where only HTTP is served: it then has no
 * services and no connection reaches it.
 *
 * <p>For one thread at a time.
 */
public final class Listener {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final long CUT_MILLIS = 500;
    private static final long HANDSHAKE_FACTOR = 2;

    private final ListenerContext context;
    private final Server server;
    private final @Nullable UnixSocketFile file;

    private Listener(ListenerContext context, Server server, @Nullable UnixSocketFile file) {
        this.context = context;
        this.server = server;
        this.file = file;
    }

    /**
     * Binds the address and starts serving.
     *
     * @throws IOException with one line for the operator
     */
    public static Listener open(ListenerContext context, EventLoops loops) throws IOException {
        Listener listener;
        if (context.url() instanceof ListenUrl.Unix unix) {
            UnixSocketFile file = new UnixSocketFile(unix.path());
            NettyServerBuilder builder = builder(
                            new DomainSocketAddress(file.temporaryName().toFile()), context, loops)
                    .channelType(EpollServerDomainSocketChannel.class)
                    // Unix sockets have no keep-alive; gRPC asks for it, and Netty would warn at every connection.
                    .withChildOption(ChannelOption.SO_KEEPALIVE, null);
            listener = new Listener(context, builder.build(), file);
        } else {
            NettyServerBuilder builder = builder(resolve((ListenUrl.Tcp) context.url()), context, loops)
                    .channelType(EpollServerSocketChannel.class);
            Limits.applyToTcp(builder);
            listener = new Listener(context, builder.build(), null);
        }
        listener.start();
        return listener;
    }

    /** The address that was bound, with the port chosen by the kernel if none was asked for. */
    public ListenUrl bound() {
        if (context.url() instanceof ListenUrl.Tcp tcp) {
            return new ListenUrl.Tcp(tcp.host(), server.getPort());
        }
        return context.url();
    }

    public io.flowobserver.proto.node.Listener status() {
        ServerTls tls = context.tls();
        return io.flowobserver.proto.node.Listener.newBuilder()
                .setUrl(bound().toString())
                .setTls(tls != null)
                .setClientCertificates(tls != null && tls.wantsClientCertificates())
                .setHttp(context.served().http() != null)
                .build();
    }

    /** Accepts no more connections, closes those of HTTP, and lets those of gRPC come to their end. */
    public void stop() {
        server.shutdown();
    }

    /** Waits for connections to come to their end, this long at most, and then closes the rest. */
    public void close(long waitNanos) {
        try {
            if (!server.awaitTermination(waitNanos, TimeUnit.NANOSECONDS)) {
                server.shutdownNow();
                server.awaitTermination(CUT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (file != null) {
            try {
                file.remove();
            } catch (IOException failed) {
                log.warn("cannot remove the socket of {}: {}", context.url(), failed.toString());
            }
        }
    }

    private void start() throws IOException {
        try {
            server.start();
            if (file != null) {
                file.publish();
            }
        } catch (IOException failed) {
            server.shutdownNow();
            discardFile();
            String message = String.valueOf(failed.getMessage());
            String subject = "cannot listen on " + context.url() + ": ";
            throw message.startsWith(subject) ? failed : new IOException(subject + reason(failed), failed);
        }
    }

    private void discardFile() {
        try {
            if (file != null) {
                file.discard();
            }
        } catch (IOException failed) {
            log.warn("cannot remove what was made for the socket of {}: {}", context.url(), failed.toString());
        }
    }

    private static NettyServerBuilder builder(SocketAddress address, ListenerContext context, EventLoops loops) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        address, ListenerProtocolNegotiator.credentials(context))
                .bossEventLoopGroup(loops.accepting())
                .workerEventLoopGroup(loops.serving(context.url()))
                .directExecutor()
                // The slot of a connection limits this time; gRPC's own limit must not come first.
                .handshakeTimeout(
                        HANDSHAKE_FACTOR * context.limits().requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        ListenerContext.Grpc grpc = context.served().grpc();
        if (grpc == null) {
            // A page every few seconds is no reason to keep a pool of memory.
            return builder.withChildOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT);
        }
        grpc.services().accept(builder);
        return builder;
    }

    private static InetSocketAddress resolve(ListenUrl.Tcp tcp) throws IOException {
        if (tcp.host().isEmpty()) {
            return new InetSocketAddress(tcp.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(tcp.host()), tcp.port());
        } catch (UnknownHostException unknown) {
            throw new IOException(
                    "cannot listen on " + tcp + ": the host name is unknown; use an address of this machine", unknown);
        }
    }

    private String reason(IOException failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Address already in use")) {
            return "the address is in use; stop the other server or choose another address";
        }
        if (message.contains("Cannot assign requested address")) {
            return "no interface of this machine has the address; use one of its own or only a port";
        }
        if (cause instanceof AccessDeniedException || message.contains("Permission denied")) {
            return "permission denied; run as root or choose "
                    + (file == null ? "a port above 1023" : "a path that this user may use");
        }
        return message;
    }
}
