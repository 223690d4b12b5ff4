// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.client.ConnectionSlot;
import io.flowobserver.serve.client.CutReason;
import io.flowobserver.serve.client.EventLoopErrors;
import io.flowobserver.serve.listen.CloseAfterWrite;
import io.flowobserver.serve.listen.TlsClient;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection. It serves one request after the other, each before the next is decoded, until one side closes
 * it. Used by the connection's event loop only.
 *
 * <p>There is one deadline at a time, after which the connection is closed: {@link ConnectionSlot} has that of a request
 * that arrives, {@link ConnectionLimits#requestTimeout} is the time for the client to read a page, and
 * {@link ConnectionLimits#idleTimeout} the time between two requests. A stream of flows has none.
 */
public final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {
    /** Bytes that may wait for the network before a stream of flows pauses. */
    private static final WriteBufferWaterMark WAITING_BYTES = new WriteBufferWaterMark(32 << 10, 64 << 10);

    /** Bodies are read and dropped: no request here needs one. */
    private static final int MAX_BODY_BYTES = 8 << 10;

    private static final HttpPage NOT_HTTP = HttpPage.error(
            400,
            "this is no request of HTTP/1.1, or its first line has more than 8 KiB or its headers more than 16 KiB");
    private static final HttpPage TOO_LARGE =
            HttpPage.error(413, "the body of a request has 8 KiB at most; send the request without a body");
    private static final HttpPage NOT_TRUSTED = HttpPage.error(
            403, "the CA of this client's certificate is no longer trusted; connect anew with another certificate");

    private final HttpRoutes routes;
    private final ConnectionLimits limits;
    private final ConnectionDeadline deadline = new ConnectionDeadline();
    private final PausableRequestDecoder decoder = new PausableRequestDecoder(this::requestBegins);
    /** The request that is arriving. */
    private @Nullable HttpRequest request;
    /** How much of its body has arrived. */
    private long bodyBytes;
    /** The request whose response is being sent. After the last response of the connection it stays. */
    private @Nullable HttpExchange exchange;

    private HttpConnection(HttpRoutes routes, ConnectionLimits limits) {
        this.routes = routes;
        this.limits = limits;
    }

    /** Creates the handlers that serve one connection. */
    public static ChannelHandler[] handlers(HttpRoutes routes, ConnectionLimits limits) {
        HttpConnection connection = new HttpConnection(routes, limits);
        return new ChannelHandler[] {
            connection.decoder, connection.new ResponseEncoder(), new PageCompressor(), connection
        };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().config().setWriteBufferWaterMark(WAITING_BYTES);
        // It runs already, from the start of the connection or the end of its TLS handshake.
        ConnectionSlot.of(ctx.channel()).awaitRequest();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (exchange != null || !ctx.channel().isActive()) {
            return;
        }
        if (part instanceof HttpRequest head) {
            request = head;
            bodyBytes = 0;
        }
        if (request == null) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            respond(ctx, request).sendLast(NOT_HTTP);
            return;
        }
        if (part instanceof HttpContent body) {
            bodyBytes += body.content().readableBytes();
        }
        if (Math.max(bodyBytes, HttpUtil.getContentLength(request, 0L)) > MAX_BODY_BYTES) {
            respond(ctx, request).sendLast(TOO_LARGE);
        } else if (part instanceof LastHttpContent) {
            dispatch(ctx, request);
        } else if (part instanceof HttpRequest && HttpUtil.is100ContinueExpected(request)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && ctx.channel().isWritable()) {
            exchange.wake();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        if (exchange != null) {
            exchange.cancel();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        EventLoopErrors.handle(ctx.channel(), cause);
        ctx.close();
    }

    /** Gives the client as long to read a page as it had to send the request. */
    void pageBegins(ChannelHandlerContext ctx) {
        deadline.set(ctx, limits.requestTimeout(), () -> ConnectionSlot.of(ctx.channel())
                .cut(CutReason.RESPONSE_TIMEOUT));
    }

    /**
     * Goes on with the next request, or closes the connection, once a response is written.
     *
     * @param written the last write of the response
     */
    void responseEnds(ChannelHandlerContext ctx, ChannelFuture written, boolean keepAlive) {
        written.addListener(done -> {
            deadline.cancel();
            if (!done.isSuccess() || !ctx.channel().isActive()) {
                ctx.close();
            } else if (keepAlive) {
                exchange = null;
                ConnectionSlot.of(ctx.channel()).idle();
                deadline.set(ctx, limits.idleTimeout(), ctx::close);
                decoder.resume();
            } else {
                decoder.drop();
                CloseAfterWrite.after(ctx, written);
            }
        });
    }

    private void requestBegins(ChannelHandlerContext ctx) {
        deadline.cancel();
        ConnectionSlot.of(ctx.channel()).awaitRequest();
    }

    private void dispatch(ChannelHandlerContext ctx, HttpRequest complete) {
        HttpExchange current = respond(ctx, complete);
        TlsClient client = TlsClient.of(ctx.channel());
        if (client != null && !client.isTrusted()) {
            current.sendLast(NOT_TRUSTED);
        } else {
            routes.handle(current);
        }
    }

    private HttpExchange respond(ChannelHandlerContext ctx, HttpRequest to) {
        decoder.pause();
        deadline.cancel();
        ConnectionSlot.of(ctx.channel()).serve();
        HttpExchange current = new HttpExchange(this, ctx, to);
        exchange = current;
        request = null;
        return current;
    }

    /** Leaves out the body of a response to HEAD. */
    private final class ResponseEncoder extends HttpResponseEncoder {
        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            return (exchange != null && exchange.isHead()) || super.isContentAlwaysEmpty(response);
        }
    }
}
