// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.client.ConnectionLimiter;
import io.flowobserver.serve.client.ConnectionSlot;
import io.flowobserver.serve.client.EventLoopErrors;
import io.flowobserver.serve.client.OpenCallListener;
import io.flowobserver.serve.limit.GuardedConnection;
import io.flowobserver.serve.limit.Http2Guard;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import java.security.cert.X509Certificate;

/**
 * Replaces the handler that found out the protocol of a connection by the handlers that serve it. Used by the
 * connection's event loop only.
 */
final class ConnectionDispatcher {
    private final GrpcHttp2ConnectionHandler grpc;
    private final ChannelGroup otherConnections;
    private final ConnectionLimiter limiter;
    private ProtocolNegotiationEvent negotiation = InternalProtocolNegotiationEvent.getDefault();

    /**
     * @param grpc serves the connection if it turns out to be gRPC
     * @param otherConnections the listener's connections that gRPC does not serve
     */
    ConnectionDispatcher(GrpcHttp2ConnectionHandler grpc, ChannelGroup otherConnections, ConnectionLimiter limiter) {
        this.grpc = grpc;
        this.otherConnections = otherConnections;
        this.limiter = limiter;
    }

    /** Decides whether the connection may stay. From then on its buffers are its own. */
    ConnectionLimiter.Admission admit(Channel connection) {
        connection
                .config()
                .setAllocator(new MinimumCapacityAllocator(
                        connection.alloc(), error -> EventLoopErrors.handle(connection, error)));
        return limiter.admit(connection);
    }

    /** Keeps gRPC's own event until gRPC gets the connection. Returns whether it was such an event. */
    boolean keeps(Object event) {
        if (event instanceof ProtocolNegotiationEvent received) {
            negotiation = received;
            return true;
        }
        return false;
    }

    /** @param guard limits the connection from now on */
    void toGrpc(ChannelHandlerContext ctx, Http2Guard guard) {
        Client peer = identify(ctx.channel());
        Attributes.Builder attributes = InternalProtocolNegotiationEvent.getAttributes(negotiation).toBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, ctx.channel().remoteAddress())
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, ctx.channel().localAddress())
                .set(ConnectionAttributes.CLIENT, peer)
                .set(GuardedConnection.KEY, guard.guard(grpc, ctx.channel(), peer))
                .set(ConnectionAttributes.EVENT_LOOP, ctx.channel().eventLoop())
                .set(ConnectionAttributes.ALLOCATOR, (MinimumCapacityAllocator) ctx.alloc())
                .set(ConnectionAttributes.PEER, RejectedConnections.peer(ctx.channel()));
        TlsClient client = TlsClient.of(ctx.channel());
        if (client != null) {
            attributes
                    .set(ConnectionAttributes.TLS_CLIENT, client)
                    .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, client.session());
        }
        OpenCallListener.add(grpc.connection(), ConnectionSlot.of(ctx.channel()));
        ctx.pipeline().addAfter(ctx.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
        ctx.pipeline().addAfter(ctx.name(), null, guard.unwritableTimeout());
        ctx.fireUserEventTriggered(InternalProtocolNegotiationEvent.withAttributes(negotiation, attributes.build()));
        // The removed handler passes the bytes that it has read to the next handler.
        ctx.pipeline().remove(ctx.handler());
    }

    void toHandlers(ChannelHandlerContext ctx, ChannelHandler... handlers) {
        ChannelPipeline pipeline = ctx.pipeline();
        identify(ctx.channel());
        otherConnections.add(ctx.channel());
        // The last handler is gRPC's. It would hold back everything written until gRPC's handshake is over.
        pipeline.removeLast();
        pipeline.addLast(handlers);
        // Stops gRPC's handshake timer and makes the gRPC server forget the connection.
        grpc.notifyUnused();
        pipeline.remove(ctx.handler());
    }

    /** Says who the client is, now that a certificate would have been verified. */
    private static Client identify(Channel connection) {
        TlsClient tls = TlsClient.of(connection);
        X509Certificate certificate = tls == null ? null : tls.certificate();
        return certificate == null ? Client.of(connection) : Client.certified(connection, certificate);
    }
}
