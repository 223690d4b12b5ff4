// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.serve.listen.CloseAfterWrite;
import io.flowobserver.serve.stream.FlowSink;
import io.flowobserver.serve.stream.ResponseMessage;
import io.flowobserver.serve.stream.StreamLoop;
import io.grpc.Status;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/** Answers as lines of JSON in a response whose head is written already. */
final class HttpFlowSink implements FlowSink {
    private final ChannelHandlerContext ctx;
    private final StreamLoop loop;

    HttpFlowSink(ChannelHandlerContext ctx, StreamLoop loop) {
        this.ctx = ctx;
        this.loop = loop;
    }

    @Override
    public boolean isReady() {
        return ctx.channel().isWritable();
    }

    @Override
    public void send(ResponseMessage message) {
        StringBuilder line = loop.line();
        message.appendJson(loop.json(), line);
        ctx.write(new DefaultHttpContent(ByteBufUtil.writeUtf8(ctx.alloc(), line.append('\n'))));
    }

    @Override
    public void flush() {
        ctx.flush();
    }

    /** A response that does not come to its proper end is cut, which every client notices. */
    @Override
    public void close(Status status) {
        if (status.isOk()) {
            CloseAfterWrite.after(ctx, ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
        } else {
            ctx.flush();
            ctx.close();
        }
    }
}
