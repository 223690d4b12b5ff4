// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.serve.listen.CloseAfterWrite;
import io.flowobserver.serve.listen.ConnectionLimits;
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
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection: one request after the other, each responded to before the next is decoded, until a side wants
 * the end. Used by the connection's event loop only.
 *
 * <p>There is one deadline at a time, after which the connection is closed: {@link ConnectionLimits#requestTimeout} for a
 * request to arrive and again for the client to read a page, {@link ConnectionLimits#idleTimeout} between two requests. A
 * stream of flows has none.
 */
public final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {
    /** Bytes that may wait for the network before a stream of flows pauses. */
    private static final WriteBufferWaterMark WAITING_BYTES = new WriteBufferWaterMark(32 << 10, 64 << 10);

    /** No request here needs a body; what comes is dropped. */
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
    private final PausableRequestDecoder decoder = new PausableRequestDecoder(this::requestBegins);
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> deadline;
    /** The request that is arriving, and how much of its body has arrived. */
    private @Nullable HttpRequest request;

    private long bodyBytes;
    /** The request that is being responded to; until the end, if its response is the last. */
    private @Nullable HttpExchange exchange;

    private HttpConnection(HttpRoutes routes, ConnectionLimits limits) {
        this.routes = routes;
        this.limits = limits;
    }

    /** Creates the handlers that serve one connection. */
    public static ChannelHandler[] handlers(HttpRoutes routes, ConnectionLimits limits) {
        HttpConnection connection = new HttpConnection(routes, limits);
        return new ChannelHandler[] {connection.decoder, connection.new ResponseEncoder(), connection};
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.channel().config().setWriteBufferWaterMark(WAITING_BYTES);
        closeAfter(limits.requestTimeout());
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
        cancelDeadline();
        if (exchange != null) {
            exchange.cancel();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** The client has as long to read what follows as it had for its request. */
    void pageBegins() {
        closeAfter(limits.requestTimeout());
    }

    /**
     * Goes on with the next request once a response is written, or closes the connection.
     *
     * @param written the last write of the response
     */
    void responseEnds(ChannelHandlerContext ctx, ChannelFuture written, boolean keepAlive) {
        written.addListener(done -> {
            cancelDeadline();
            if (keepAlive && done.isSuccess()) {
                exchange = null;
                closeAfter(limits.idleTimeout());
                decoder.resume();
            } else {
                decoder.drop();
                CloseAfterWrite.after(ctx, written);
            }
        });
    }

    private void requestBegins() {
        closeAfter(limits.requestTimeout());
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
        cancelDeadline();
        HttpExchange current = new HttpExchange(this, ctx, to);
        exchange = current;
        request = null;
        return current;
    }

    private void closeAfter(Duration time) {
        cancelDeadline();
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            deadline = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Leaves out the body of a response to HEAD. */
    private final class ResponseEncoder extends HttpResponseEncoder {
        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            return exchange != null && exchange.isHead() || super.isContentAlwaysEmpty(response);
        }
    }
}
