// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.http.HttpExchange;
import io.flowobserver.serve.http.HttpService;
import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TlsMaterial;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the pipeline until the first bytes have told the protocol: of a connection, or of what TLS carries. The
 * HTTP/2 preface goes to gRPC; what is spoken in the wrong place is answered in its own language.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_CHUNK_BYTES = 8 << 10;

    private final ListenerContext door;
    private final ConnectionDispatcher handover;
    private final boolean secured;
    private DetectedProtocol first = DetectedProtocol.UNDECIDED;
    private boolean closing;

    /**
     * @param secured whether the bytes come out of TLS
     */
    ProtocolDetector(ListenerContext door, ConnectionDispatcher handover, boolean secured) {
        this.door = door;
        this.handover = handover;
        this.secured = secured;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!secured && !handover.admits(ctx)) {
            closing = true;
            door.refusals().add(ConnectionRejection.tooMany(door.url()), ctx.channel());
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (!handover.takes(event)) {
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
            door.refusals().count(ConnectionOutcome.SILENT);
        }
        super.channelInactive(ctx);
    }

    private void decide(ChannelHandlerContext ctx) {
        ServerTls tls = secured ? null : door.tls();
        switch (first) {
            case GRPC -> {
                if (tls != null) {
                    refuse(ctx, ConnectionRejection.http2WithoutTls(door.url()));
                } else {
                    door.refusals().count(ConnectionOutcome.GRPC);
                    handover.toGrpc(ctx);
                }
            }
            case HTTP1 -> {
                if (tls != null) {
                    refuse(ctx, ConnectionRejection.http1WithoutTls(door.url()));
                } else {
                    serveHttp(ctx, door.http());
                }
            }
            case TLS -> {
                if (tls != null) {
                    secure(ctx, tls);
                } else if (!secured) {
                    refuse(ctx, ConnectionRejection.tlsToPlaintext(door.url()));
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
            refuse(ctx, ConnectionRejection.noCertificateYet(door.url(), tls));
            return;
        }
        SslHandler handler =
                tls.newHandler(material, ctx.alloc(), door.refusals().handshakeMillis());
        ctx.pipeline()
                .addAfter(
                        ctx.name(),
                        null,
                        new TlsHandshakeHandler(handover, new TlsClient(tls, material, handler), door));
        ctx.pipeline().addAfter(ctx.name(), null, handler);
        // Removal hands the bytes seen so far to the handler behind.
        ctx.pipeline().remove(this);
    }

    private void serveHttp(ChannelHandlerContext ctx, @Nullable HttpService http) {
        if (http == null) {
            refuse(ctx, ConnectionRejection.http1(door.url()));
            return;
        }
        door.refusals().count(ConnectionOutcome.HTTP1);
        handover.toOwn(
                ctx,
                new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES),
                new HttpExchange(http, door.refusals().handshakeMillis()));
    }

    private void refuse(ChannelHandlerContext ctx, ConnectionRejection refusal) {
        door.refusals().add(refusal, ctx.channel());
        handover.toOwn(ctx, new CloseAfterWrite(refusal.answer()));
    }

    private void drop(ChannelHandlerContext ctx) {
        door.refusals().count(ConnectionOutcome.GARBAGE);
        ctx.close();
    }
}
