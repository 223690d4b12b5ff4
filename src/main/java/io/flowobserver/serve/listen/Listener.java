// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bound address with a gRPC server of its own on shared event loops. */
public final class Listener {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final long CUT_MILLIS = 500;

    private final ListenerContext context;
    private final Server server;
    private final @Nullable UnixSocketFile file;

    private Listener(ListenerContext context, Server server, @Nullable UnixSocketFile file) {
        this.context = context;
        this.server = server;
        this.file = file;
    }

    /** The event loops that all listeners share. */
    public record Loops(EventLoopGroup accepting, EventLoopGroup serving) {}

    /**
     * Binds the address and starts serving.
     *
     * @param context how clients are let in, and where
     * @param services adds the services and limits to a builder
     * @throws IOException with one line for the operator
     */
    public static Listener open(ListenerContext context, Loops loops, Consumer<NettyServerBuilder> services)
            throws IOException {
        ListenUrl url = context.url();
        Listener listener;
        if (url instanceof ListenUrl.Unix unix) {
            UnixSocketFile file = new UnixSocketFile(unix.path());
            var address = new DomainSocketAddress(file.passingName().toFile());
            NettyServerBuilder builder =
                    NettyServerBuilder.forAddress(address, ListenerProtocolNegotiator.credentials(context));
            listener = new Listener(context, build(unixChannels(builder), loops, services), file);
        } else {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(
                    resolve((ListenUrl.Tcp) url), ListenerProtocolNegotiator.credentials(context));
            Limits.applyToTcp(builder);
            listener = new Listener(
                    context, build(builder.channelType(EpollServerSocketChannel.class), loops, services), null);
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

    public io.flowobserver.proto.status.Listener status() {
        ServerTls tls = context.tls();
        return io.flowobserver.proto.status.Listener.newBuilder()
                .setUrl(bound().toString())
                .setTls(tls != null)
                .setClientCertificates(tls != null && tls.wantsClientCertificates())
                .setHttp(context.http() != null)
                .build();
    }

    /** Takes no connections any more, and lets those that there are come to their end. */
    public void stop() {
        server.shutdown();
    }

    /** Waits for connections to come to their end, until so long from now at most, and cuts those that have not. */
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
            String message = String.valueOf(failed.getMessage());
            String subject = "cannot listen on " + context.url() + ": ";
            throw message.startsWith(subject) ? failed : new IOException(subject + reason(failed), failed);
        }
    }

    private static Server build(NettyServerBuilder builder, Loops loops, Consumer<NettyServerBuilder> services) {
        builder.bossEventLoopGroup(loops.accepting()).workerEventLoopGroup(loops.serving());
        services.accept(builder);
        return builder.build();
    }

    private static NettyServerBuilder unixChannels(NettyServerBuilder builder) {
        // Unix sockets know no keep-alive; grpc asks for it, and Netty would warn at every connection.
        return builder.channelType(EpollServerDomainSocketChannel.class)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null);
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

    private static String reason(IOException failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied; run as root or choose a path that this user may use";
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Address already in use")) {
            return "the address is in use; stop the other server or choose another address";
        }
        if (message.contains("Cannot assign requested address")) {
            return "no interface of this machine has the address; use one of its own or only a port";
        }
        if (message.contains("Permission denied")) {
            return "permission denied; run as root or choose a path or port that this user may use";
        }
        return message;
    }
}
