// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.serve.stream.ResponseStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its response, which is a page or a stream. Used by the connection's event loop only. */
public final class HttpExchange {
    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("x-content-type-options");
    private static final AsciiString NOSNIFF = AsciiString.cached("nosniff");

    private final HttpConnection connection;
    private final ChannelHandlerContext context;
    private final HttpRequest request;
    private final RequestTarget target;
    private final QueryStringDecoder url;
    private boolean keepAlive;
    private boolean begun;
    private @Nullable ResponseStream stream;

    HttpExchange(HttpConnection connection, ChannelHandlerContext context, HttpRequest request) {
        this.connection = connection;
        this.context = context;
        this.request = request;
        this.target = RequestTarget.of(request.uri());
        this.url = new QueryStringDecoder(target.path());
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    /** The path of the URL, without its query. */
    String path() {
        return url.rawPath();
    }

    /** The query of the URL as it was sent, without the question mark. */
    String query() {
        return url.rawQuery();
    }

    /**
     * Chooses the media type of the response by the Accept header.
     *
     * @param offered media types, the usual one first
     * @return empty if the client refuses all of them
     */
    public Optional<String> acceptable(List<String> offered) {
        return MediaTypes.choose(request.headers().getAll(HttpHeaderNames.ACCEPT), offered);
    }

    /** Host and port of the URL, if the client sent a whole URL and not only its path. */
    Optional<String> authority() {
        return Optional.ofNullable(target.authority());
    }

    List<String> hostHeaders() {
        return request.headers().getAll(HttpHeaderNames.HOST);
    }

    /** Returns whether the request is invalid without a Host header. HTTP/1.0 did not have the header. */
    boolean needsHostHeader() {
        return !request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    boolean isGet() {
        return request.method().equals(HttpMethod.GET);
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    ChannelHandlerContext context() {
        return context;
    }

    /** Sends the whole response. */
    public void send(HttpPage page) {
        begun = true;
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()), Unpooled.wrappedBuffer(page.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                .set(CONTENT_TYPE_OPTIONS, NOSNIFF)
                .set(HttpHeaderNames.CONTENT_LENGTH, page.body().length);
        if (response.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        setKeepAlive(response);
        connection.pageBegins(context);
        connection.responseEnds(context, context.writeAndFlush(response), keepAlive);
    }

    /** Sends the whole response and closes the connection. */
    void sendLast(HttpPage page) {
        keepAlive = false;
        send(page);
    }

    /** Sends the head of a response whose length is not known; {@link #end} ends it. */
    void begin(String contentType) {
        begun = true;
        boolean chunked = request.protocolVersion().isKeepAliveDefault();
        // HTTP/1.0 has no chunks: the end of the connection is the end of the response.
        keepAlive &= chunked;
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType).set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        HttpUtil.setTransferEncodingChunked(head, chunked);
        setKeepAlive(head);
        context.writeAndFlush(head);
    }

    /** Ends a response that {@link #begin} began. */
    void end() {
        connection.responseEnds(context, context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), keepAlive);
    }

    /** Sends an error in place of the response, or closes the connection if the response has begun. */
    void fail() {
        if (begun) {
            context.close();
        } else {
            send(HttpPage.error(500, "cannot make this page; see the server's log"));
        }
    }

    /** Wakes this stream from now on when the client can take more, and cancels it when the client is gone. */
    void attach(ResponseStream writer) {
        stream = writer;
    }

    void wake() {
        if (stream != null) {
            stream.wake();
        }
    }

    void cancel() {
        if (stream != null) {
            stream.cancel();
        }
    }

    private void setKeepAlive(HttpResponse response) {
        // A client of HTTP/1.0 that asks for it needs the header, one of HTTP/1.1 does not.
        HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), keepAlive);
    }
}
