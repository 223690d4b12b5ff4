// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.flow.text.ProtoJson;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.serve.client.EventLoopErrors;
import io.flowobserver.serve.listen.RejectedConnections;
import io.flowobserver.serve.stream.FlowSink;
import io.flowobserver.serve.stream.ResponseMessage;
import io.grpc.Status;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Writes each message as one line of JSON into a response whose head was sent before. Used by the connection's event
 * loop only.
 */
final class HttpFlowSink implements FlowSink {
    /** Shared by all sinks of an event loop, which write one line at a time. */
    private static final FastThreadLocal<LineWriter> WRITER = new FastThreadLocal<>() {
        @Override
        protected LineWriter initialValue() {
            return new LineWriter(new ProtoJson(), new StringBuilder());
        }
    };

    private final HttpExchange exchange;
    private final ChannelHandlerContext ctx;

    HttpFlowSink(HttpExchange exchange) {
        this.exchange = exchange;
        this.ctx = exchange.context();
    }

    @Override
    public ReaderIdentity identity() {
        return new ReaderIdentity(ReaderKind.HTTP, RejectedConnections.peer(ctx.channel()));
    }

    @Override
    public boolean isReady() {
        return ctx.channel().isWritable();
    }

    @Override
    public void send(ResponseMessage message) {
        ctx.write(new DefaultHttpContent(
                ByteBufUtil.writeUtf8(ctx.alloc(), WRITER.get().line(message))));
    }

    @Override
    public void flush() {
        ctx.flush();
    }

    @Override
    public boolean failed(Throwable error) {
        return EventLoopErrors.handle(ctx.channel(), error);
    }

    /** After a failure the connection is closed without the last chunk, by which every client notices the failure. */
    @Override
    public void close(Status status) {
        if (status.isOk()) {
            exchange.end();
        } else {
            ctx.flush();
            ctx.close();
        }
    }

    private record LineWriter(ProtoJson json, StringBuilder text) {
        CharSequence line(ResponseMessage message) {
            text.setLength(0);
            message.appendJson(json, text);
            return text.append('\n');
        }
    }
}
