// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TlsMaterial;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the pipeline until the first bytes have told the protocol: of a connection, or of what TLS carries. The
 * HTTP/2 preface goes to gRPC; what is spoken in the wrong place is answered in its own language.
 */
final class ProtocolDetector extends ByteToMessageDecoder {

    private final ListenerContext context;
    private final ConnectionDispatcher dispatcher;
    private final boolean secured;
    private DetectedProtocol first = DetectedProtocol.UNDECIDED;
    private boolean closing;

    /**
     * @param secured whether the bytes come out of TLS
     */
    ProtocolDetector(ListenerContext context, ConnectionDispatcher dispatcher, boolean secured) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.secured = secured;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!secured && !dispatcher.admits(ctx)) {
            closing = true;
            context.rejections().add(ConnectionRejection.tooMany(context.url()), ctx.channel());
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (!dispatcher.takes(event)) {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (first == DetectedProtocol.UNDECIDED && !closing) {
            first = DetectedProtocol.of(in);
            if (first != DetectedProtocol.UNDECIDED) {
                decide(ctx);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (first == DetectedProtocol.UNDECIDED && !closing) {
            context.rejections().count(ConnectionOutcome.SILENT);
        }
        super.channelInactive(ctx);
    }

    private void decide(ChannelHandlerContext ctx) {
        ServerTls tls = secured ? null : context.tls();
        switch (first) {
            case GRPC -> {
                if (tls != null) {
                    refuse(ctx, ConnectionRejection.http2WithoutTls(context.url()));
                } else {
                    context.rejections().count(ConnectionOutcome.GRPC);
                    dispatcher.toGrpc(ctx);
                }
            }
            case HTTP1 -> {
                if (tls != null) {
                    refuse(ctx, ConnectionRejection.http1WithoutTls(context.url()));
                } else {
                    serveHttp(ctx, context.http());
                }
            }
            case TLS -> {
                if (tls != null) {
                    secure(ctx, tls);
                } else if (!secured) {
                    refuse(ctx, ConnectionRejection.tlsToPlaintext(context.url()));
                } else {
                    drop(ctx);
                }
            }
            default -> drop(ctx);
        }
    }

    private void secure(ChannelHandlerContext ctx, ServerTls tls) {
        TlsMaterial material = tls.current();
        if (material == null) {
            refuse(ctx, ConnectionRejection.noCertificateYet(context.url(), tls));
            return;
        }
        SslHandler handler =
                tls.newHandler(material, ctx.alloc(), context.rejections().handshakeMillis());
        ctx.pipeline()
                .addAfter(
                        ctx.name(),
                        null,
                        new TlsHandshakeHandler(dispatcher, new TlsClient(tls, material, handler), context));
        ctx.pipeline().addAfter(ctx.name(), null, handler);
        // Removal hands the bytes seen so far to the handler behind.
        ctx.pipeline().remove(this);
    }

    private void serveHttp(ChannelHandlerContext ctx, @Nullable Supplier<ChannelHandler[]> http) {
        if (http == null) {
            refuse(ctx, ConnectionRejection.http1(context.url()));
            return;
        }
        context.rejections().count(ConnectionOutcome.HTTP1);
        dispatcher.toOwn(ctx, http.get());
    }

    private void refuse(ChannelHandlerContext ctx, ConnectionRejection refusal) {
        context.rejections().add(refusal, ctx.channel());
        dispatcher.toOwn(ctx, new CloseAfterWrite(refusal.answer()));
    }

    private void drop(ChannelHandlerContext ctx) {
        context.rejections().count(ConnectionOutcome.GARBAGE);
        ctx.close();
    }
}
