// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the first request of each connection and closes it. For one event loop. */
@Sharable
final class MetricsPages extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(MetricsPages.class);
    private static final AttributeKey<Boolean> ANSWERED = AttributeKey.valueOf(MetricsPages.class, "answered");
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Exposition exposition;
    private final BooleanSupplier ready;
    private BooleanSupplier healthy = () -> true;
    private boolean failed;

    MetricsPages(Exposition exposition, BooleanSupplier ready) {
        this.exposition = exposition;
        this.ready = ready;
    }

    void liveness(BooleanSupplier healthy) {
        this.healthy = healthy;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (ctx.channel().attr(ANSWERED).getAndSet(true) != null) {
            return;
        }
        ctx.channel().config().setAutoRead(false);
        if (!request.decoderResult().isSuccess()) {
            answer(ctx, request, text(HttpResponseStatus.BAD_REQUEST, "400 bad request\n"));
            return;
        }
        String path = request.uri();
        int query = path.indexOf('?');
        answer(ctx, request, page(query < 0 ? path : path.substring(0, query), request));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private DefaultFullHttpResponse page(String path, FullHttpRequest request) {
        boolean known = path.equals("/metrics") || path.equals("/healthz") || path.equals("/readyz");
        if (!known) {
            return text(HttpResponseStatus.NOT_FOUND, "404 page not found\n");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            DefaultFullHttpResponse refused = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "405 method not allowed\n");
            refused.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            return refused;
        }
        return switch (path) {
            case "/healthz" ->
                healthy.getAsBoolean()
                        ? text(HttpResponseStatus.OK, "ok\n")
                        : text(HttpResponseStatus.SERVICE_UNAVAILABLE, "a thread is down; see the daemon's log\n");
            case "/readyz" ->
                ready.getAsBoolean()
                        ? text(HttpResponseStatus.OK, "ready\n")
                        : text(HttpResponseStatus.SERVICE_UNAVAILABLE, "not ready\n");
            default -> metrics(request.headers().get(HttpHeaderNames.ACCEPT, ""));
        };
    }

    private DefaultFullHttpResponse metrics(String accept) {
        long start = System.nanoTime();
        DefaultFullHttpResponse response;
        try {
            Exposition.Page page = exposition.page(accept);
            response = response(HttpResponseStatus.OK, page.contentType(), page.body());
        } catch (RuntimeException e) {
            if (!failed) {
                failed = true;
                log.error("cannot show metrics; further failures are not logged", e);
            }
            response = text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "cannot show metrics; see the daemon's log\n");
        }
        exposition.countRequest(response.status().code(), System.nanoTime() - start);
        return response;
    }

    private static void answer(ChannelHandlerContext ctx, FullHttpRequest request, DefaultFullHttpResponse response) {
        HttpUtil.setContentLength(response, response.content().readableBytes());
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.content().clear();
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static DefaultFullHttpResponse text(HttpResponseStatus status, String body) {
        return response(status, TEXT, body.getBytes(StandardCharsets.UTF_8));
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status, String contentType, byte[] body) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        return response;
    }
}
