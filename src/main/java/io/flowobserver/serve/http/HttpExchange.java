// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.filter.flags.FlagException;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.serve.listen.CloseAfterWrite;
import io.flowobserver.serve.stream.CompileQueue;
import io.flowobserver.serve.stream.FlowQuery;
import io.flowobserver.serve.stream.PreparedStream;
import io.flowobserver.serve.stream.ResponseStream;
import io.flowobserver.serve.stream.StreamCounts;
import io.flowobserver.serve.stream.StreamLoop;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.Status;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, after which the connection ends. A request has so much time to arrive; an answer that
 * follows may take as long as the client stays. All on the connection's event loop.
 */
public final class HttpExchange extends SimpleChannelInboundHandler<HttpObject> {
    /** What may wait for the network before a stream of flows pauses. */
    private static final WriteBufferWaterMark WAITING_BYTES = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_CHUNK_BYTES = 8 << 10;

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final String PAGES = "404 there are /, /flows, /healthz and /readyz\n";

    private final HttpService service;
    private final long requestMillis;
    private @Nullable Future<?> deadline;
    private @Nullable ResponseStream stream;
    private boolean asked;

    HttpExchange(HttpService service, long requestMillis) {
        this.service = service;
        this.requestMillis = requestMillis;
    }

    /**
     * Creates the handlers that serve one connection.
     *
     * @param requestMillis how long the request may take to arrive
     */
    public static ChannelHandler[] handlers(HttpService service, long requestMillis) {
        return new ChannelHandler[] {
            new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES),
            new HttpExchange(service, requestMillis)
        };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> ctx.close(), requestMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        // A body, or a second request, is read and thrown away.
        if (!asked && part instanceof HttpRequest request) {
            asked = true;
            if (deadline != null) {
                deadline.cancel(false);
            }
            answer(ctx, request);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (stream != null && ctx.channel().isWritable()) {
            stream.wake();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (stream != null) {
            stream.cancel();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            page(ctx, HttpResponseStatus.BAD_REQUEST, TEXT, "400 this is no request that HTTP/1.1 knows\n");
            return;
        }
        if (!request.method().equals(HttpMethod.GET)) {
            page(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, TEXT, "405 use GET\n");
            return;
        }
        QueryStringDecoder url = new QueryStringDecoder(request.uri());
        switch (url.rawPath()) {
            case "/" -> page(ctx, HttpResponseStatus.OK, JSON, service.page());
            case "/healthz" -> {
                boolean healthy = service.healthy().getAsBoolean();
                HttpResponseStatus status = healthy ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
                page(ctx, status, TEXT, healthy ? "ok\n" : "a thread is down; see the daemon's log\n");
            }
            case "/readyz" -> {
                boolean ready = service.isReady();
                HttpResponseStatus status = ready ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
                page(ctx, status, TEXT, ready ? "ready\n" : "not ready\n");
            }
            case "/flows" -> flows(ctx, url, request.protocolVersion());
            default -> page(ctx, HttpResponseStatus.NOT_FOUND, TEXT, PAGES);
        }
    }

    private void flows(ChannelHandlerContext ctx, QueryStringDecoder url, HttpVersion version) {
        try {
            GetFlowsRequest request = FlowsUrl.request(url.rawQuery(), Instant.now());
            StreamRequests requests = service.requests();
            requests.prepare(requests.flows(), request, ctx.channel().eventLoop(), new FlowsCaller(ctx, version));
        } catch (FlagException | FlowQuery.InvalidRequest invalid) {
            page(ctx, HttpResponseStatus.BAD_REQUEST, TEXT, "400 " + invalid.getMessage() + "\n");
        }
    }

    /** Answers a request for flows once it was understood. */
    private final class FlowsCaller implements CompileQueue.Caller {
        private final ChannelHandlerContext ctx;
        private final HttpVersion version;

        FlowsCaller(ChannelHandlerContext ctx, HttpVersion version) {
            this.ctx = ctx;
            this.version = version;
        }

        @Override
        public boolean isPresent() {
            return ctx.channel().isActive();
        }

        @Override
        public void accepted(PreparedStream prepared) {
            if (!service.loops().streams().admit()) {
                refused(Status.RESOURCE_EXHAUSTED.withDescription(StreamCounts.TOO_MANY));
                return;
            }
            ctx.channel().config().setWriteBufferWaterMark(WAITING_BYTES);
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, JSON_LINES)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            HttpUtil.setTransferEncodingChunked(head, version.equals(HttpVersion.HTTP_1_1));
            ctx.writeAndFlush(head);
            StreamLoop loop = service.loops().of(ctx.channel().eventLoop());
            stream = prepared.open(new HttpFlowSink(ctx), loop);
            stream.run();
        }

        @Override
        public void refused(Status status) {
            boolean busy = status.getCode() == Status.Code.RESOURCE_EXHAUSTED;
            HttpResponseStatus answer = busy ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.BAD_REQUEST;
            page(ctx, answer, TEXT, answer.code() + " " + status.getDescription() + "\n");
        }
    }

    private static void page(ChannelHandlerContext ctx, HttpResponseStatus status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET");
        }
        CloseAfterWrite.after(ctx, ctx.writeAndFlush(response));
    }
}
