// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.ConnectionSlot;
import io.flowobserver.serve.client.EventLoopErrors;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits for the end of the TLS handshake, and then passes the connection on by the protocol that was agreed on. */
final class TlsHandshakeHandler extends ChannelInboundHandlerAdapter {
    private static final String HTTP2 = "h2";

    private final ConnectionDispatcher dispatcher;
    private final TlsClient client;
    private final ListenerContext context;

    TlsHandshakeHandler(ConnectionDispatcher dispatcher, TlsClient client, ListenerContext context) {
        this.dispatcher = dispatcher;
        this.client = client;
        this.context = context;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                succeeded(ctx);
            } else {
                failed(ctx, completion.cause());
            }
        } else if (!dispatcher.keeps(event)) {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The completion event has told the same failure, unless it is an error of this JVM.
        EventLoopErrors.handle(ctx.channel(), cause);
        ctx.close();
    }

    private void succeeded(ChannelHandlerContext ctx) {
        client.attachTo(ctx.channel());
        ConnectionSlot.of(ctx.channel()).handshakeEnds();
        ListenerContext.Grpc grpc = context.served().grpc();
        if (grpc != null && HTTP2.equals(client.protocol())) {
            context.rejections().count(ConnectionOutcome.GRPC);
            dispatcher.toGrpc(ctx, grpc.guard());
        } else {
            // Without an agreement on HTTP/2 the first bytes decide, as they do without TLS.
            ctx.pipeline().addAfter(ctx.name(), null, new ProtocolDetector(context, dispatcher, true));
            ctx.pipeline().remove(this);
        }
    }

    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        TlsHandshakeFailure.explain(cause, context.tlsFlag("client-ca-files"))
                .ifPresentOrElse(
                        reason -> context.rejections()
                                .add(ConnectionRejection.handshakeFailed(context, reason), ctx.channel()),
                        () -> context.rejections().count(ConnectionOutcome.TLS_FAILED));
        ctx.close();
    }
}
