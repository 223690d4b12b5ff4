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
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/** One request and its response, which is a page or a stream. Used by the connection's event loop only. */
public final class HttpExchange {
    /** Smaller pages are not worth the compression. */
    private static final int GZIP_BYTES = 1 << 10;

    private final HttpConnection connection;
    private final ChannelHandlerContext context;
    private final HttpRequest request;
    private final QueryStringDecoder url;
    private boolean keepAlive;
    private boolean begun;
    private @Nullable ResponseStream stream;

    HttpExchange(HttpConnection connection, ChannelHandlerContext context, HttpRequest request) {
        this.connection = connection;
        this.context = context;
        this.request = request;
        this.url = new QueryStringDecoder(request.uri());
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

    /** The Accept header; empty if there is none. */
    public String accept() {
        return request.headers().get(HttpHeaderNames.ACCEPT, "");
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
        write(response(page));
    }

    /** Sends the whole response and closes the connection. */
    void sendLast(HttpPage page) {
        keepAlive = false;
        send(page);
    }

    void sendMethodNotAllowed() {
        FullHttpResponse response = response(HttpPage.error(405, "use GET or HEAD"));
        response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        write(response);
    }

    /** Sends the head of a response whose length is not known; {@link #end} ends it. */
    void begin(String contentType) {
        begun = true;
        boolean chunked = request.protocolVersion().isKeepAliveDefault();
        // HTTP/1.0 has no chunks: the end of the connection is the end of the response.
        keepAlive &= chunked;
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
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

    private FullHttpResponse response(HttpPage page) {
        boolean gzip = page.body().length >= GZIP_BYTES && acceptsGzip();
        byte[] body = gzip ? page.gzippedBody() : page.body();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (gzip) {
            response.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        }
        setKeepAlive(response);
        return response;
    }

    private void write(FullHttpResponse response) {
        begun = true;
        connection.pageBegins(context);
        connection.responseEnds(context, context.writeAndFlush(response), keepAlive);
    }

    private void setKeepAlive(HttpResponse response) {
        // A client of HTTP/1.0 that asks for it needs the header, one of HTTP/1.1 does not.
        HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), keepAlive);
    }

    /** Returns whether Accept-Encoding has gzip, with a weight other than 0. */
    private boolean acceptsGzip() {
        for (String header : request.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING)) {
            for (String coding : header.split(",", -1)) {
                String[] weighted = coding.split(";", 2);
                if (weighted[0].trim().equalsIgnoreCase("gzip")) {
                    return weighted.length == 1 || !weighted[1].trim().matches("q=0(\\.0*)?");
                }
            }
        }
        return false;
    }
}
