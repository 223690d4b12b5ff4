// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.ConnectionSlot;
import io.flowobserver.serve.client.EventLoopErrors;
import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TlsMaterial;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the first bytes of a connection, or of what TLS carries, until they tell the protocol. Then it passes the
 * connection to TLS, gRPC or HTTP/1.1. What this listener does not serve is rejected in the client's own protocol.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
    private final ListenerContext context;
    private final ConnectionDispatcher dispatcher;
    private final boolean insideTls;
    private DetectedProtocol detected = DetectedProtocol.UNDECIDED;
    private boolean refused;

    /**
     * @param insideTls whether TLS was removed from the bytes already
     */
    ProtocolDetector(ListenerContext context, ConnectionDispatcher dispatcher, boolean insideTls) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.insideTls = insideTls;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (insideTls) {
            return;
        }
        switch (dispatcher.admit(ctx.channel())) {
            case ADMITTED -> {
                // It stays.
            }
            case OVER_LIMIT -> refuse(ctx, ConnectionRejection.overLimit(context));
            case OVER_SHARE -> refuse(ctx, ConnectionRejection.overShare(context));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (!dispatcher.keeps(event)) {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (detected == DetectedProtocol.UNDECIDED && !refused) {
            detected = DetectedProtocol.of(in);
            switch (detected) {
                case GRPC -> grpc(ctx);
                case HTTP1 -> http1(ctx);
                case TLS -> tls(ctx);
                case GARBAGE -> garbage(ctx);
                case UNDECIDED -> {
                    // More bytes are needed.
                }
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (detected == DetectedProtocol.UNDECIDED && !refused) {
            context.rejections().count(ConnectionOutcome.SILENT);
        }
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        EventLoopErrors.handle(ctx.channel(), cause);
        ctx.close();
    }

    private void refuse(ChannelHandlerContext ctx, ConnectionRejection rejection) {
        refused = true;
        context.rejections().add(rejection, ctx.channel());
        ctx.close();
    }

    private void grpc(ChannelHandlerContext ctx) {
        ListenerContext.Grpc grpc = context.served().grpc();
        if (grpc == null) {
            reject(ctx, ConnectionRejection.grpcNotServed(context));
        } else if (lacksTls()) {
            reject(ctx, ConnectionRejection.grpcWithoutTls(context));
        } else {
            context.rejections().count(ConnectionOutcome.GRPC);
            dispatcher.toGrpc(ctx, grpc.guard());
        }
    }

    private void http1(ChannelHandlerContext ctx) {
        Supplier<ChannelHandler[]> http = context.served().http();
        if (lacksTls()) {
            reject(ctx, ConnectionRejection.http1WithoutTls(context));
        } else if (http == null) {
            reject(ctx, ConnectionRejection.http1NotServed(context));
        } else {
            context.rejections().count(ConnectionOutcome.HTTP1);
            dispatcher.toHandlers(ctx, http.get());
        }
    }

    private void tls(ChannelHandlerContext ctx) {
        ServerTls tls = context.tls();
        if (insideTls) {
            garbage(ctx);
        } else if (tls == null) {
            reject(ctx, ConnectionRejection.tlsToPlaintext(context));
        } else {
            handshake(ctx, tls);
        }
    }

    private void handshake(ChannelHandlerContext ctx, ServerTls tls) {
        TlsMaterial material = tls.current();
        if (material == null) {
            reject(ctx, ConnectionRejection.noCertificateYet(context, tls));
            return;
        }
        long timeoutMillis = context.limits().requestTimeout().toMillis();
        ConnectionSlot.of(ctx.channel()).handshakeBegins();
        SslHandler handler = tls.newHandler(material, ctx.alloc(), timeoutMillis);
        TlsClient client = new TlsClient(tls, material, handler);
        ctx.pipeline().addAfter(ctx.name(), null, new TlsHandshakeHandler(dispatcher, client, context));
        ctx.pipeline().addAfter(ctx.name(), null, handler);
        // Removed, this passes the bytes that it has read to the handler of TLS.
        ctx.pipeline().remove(this);
    }

    private void garbage(ChannelHandlerContext ctx) {
        context.rejections().count(ConnectionOutcome.GARBAGE);
        ctx.close();
    }

    private void reject(ChannelHandlerContext ctx, ConnectionRejection rejection) {
        context.rejections().add(rejection, ctx.channel());
        dispatcher.toHandlers(ctx, new CloseAfterWrite(rejection.reply()));
    }

    private boolean lacksTls() {
        return context.tls() != null && !insideTls;
    }
}
