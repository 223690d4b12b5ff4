// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.flow.text.ProtoJson;
import io.flowobserver.serve.listen.CloseAfterWrite;
import io.flowobserver.serve.stream.FlowSink;
import io.flowobserver.serve.stream.ResponseMessage;
import io.grpc.Status;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.FastThreadLocal;

/** Writes each message as one line of JSON into a response whose head was sent before. */
final class HttpFlowSink implements FlowSink {
    /** Shared by all sinks of an event loop, which writes one line at a time. */
    private static final FastThreadLocal<LineWriter> WRITER = new FastThreadLocal<>() {
        @Override
        protected LineWriter initialValue() {
            return new LineWriter(new ProtoJson(), new StringBuilder());
        }
    };

    private final ChannelHandlerContext ctx;

    HttpFlowSink(ChannelHandlerContext ctx) {
        this.ctx = ctx;
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

    /** After a failure the connection is closed without the last chunk, so that every client notices. */
    @Override
    public void close(Status status) {
        if (status.isOk()) {
            CloseAfterWrite.after(ctx, ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
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
