// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import org.jspecify.annotations.Nullable;

/**
 * Gives one connection to whom it is meant for, in the place of the handler that found out. Used by the connection's
 * event loop only.
 */
final class ConnectionDispatcher {
    private final GrpcHttp2ConnectionHandler grpc;
    private final ChannelGroup ownConnections;
    private final ConnectionLimiter limiter;
    private ProtocolNegotiationEvent negotiation = InternalProtocolNegotiationEvent.getDefault();
    private @Nullable TlsClient client;

    /**
     * @param grpc what grpc serves the connection with, if it gets it
     * @param ownConnections where connections are noted that grpc does not get
     */
    ConnectionDispatcher(GrpcHttp2ConnectionHandler grpc, ChannelGroup ownConnections, ConnectionLimiter limiter) {
        this.grpc = grpc;
        this.ownConnections = ownConnections;
        this.limiter = limiter;
    }

    /** Whether there may be one connection more. */
    boolean admits(ChannelHandlerContext ctx) {
        return limiter.admits(ctx.channel());
    }

    /** Whether an event was meant for this and is done with. */
    boolean takes(Object event) {
        if (event instanceof ProtocolNegotiationEvent received) {
            negotiation = received;
            return true;
        }
        return false;
    }

    /** Remembers who is at the other end. */
    void secured(TlsClient other) {
        client = other;
    }

    void toGrpc(ChannelHandlerContext ctx) {
        MinimumCapacityAllocator buffers = new MinimumCapacityAllocator(ctx.alloc());
        ctx.channel().config().setAllocator(buffers);
        Attributes.Builder attributes = InternalProtocolNegotiationEvent.getAttributes(negotiation).toBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, ctx.channel().remoteAddress())
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, ctx.channel().localAddress())
                .set(ConnectionAttributes.EVENT_LOOP, ctx.channel().eventLoop())
                .set(ConnectionAttributes.ALLOCATOR, buffers);
        if (client != null) {
            attributes
                    .set(ConnectionAttributes.TLS_CLIENT, client)
                    .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, client.session());
        }
        ctx.pipeline().addAfter(ctx.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
        ctx.fireUserEventTriggered(InternalProtocolNegotiationEvent.withAttributes(negotiation, attributes.build()));
        // Removal hands the bytes seen so far to the handler behind.
        ctx.pipeline().remove(ctx.handler());
    }

    /** To handlers that grpc knows nothing of. */
    void toOwn(ChannelHandlerContext ctx, ChannelHandler... handlers) {
        ChannelPipeline pipeline = ctx.pipeline();
        ownConnections.add(ctx.channel());
        // The last handler is grpc's, which would hold back everything written until its handshake is over.
        pipeline.removeLast();
        pipeline.addLast(handlers);
        // Stops grpc's handshake timer and makes the grpc server forget the connection.
        grpc.notifyUnused();
        pipeline.remove(ctx.handler());
    }
}
