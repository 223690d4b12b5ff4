// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the requests of a connection one by one. While it is paused nothing is read: what the client sends stays in the
 * socket, and at most the bytes of one read wait here. Used by the connection's event loop only.
 */
final class PausableRequestDecoder extends HttpRequestDecoder {
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_CHUNK_BYTES = 8 << 10;

    private final Consumer<ChannelHandlerContext> requestBegins;
    private @Nullable ChannelHandlerContext context;
    private boolean paused;
    private boolean dropping;
    private boolean begun;
    private boolean reading;

    /**
     * @param requestBegins called when the first byte of a request is there
     */
    PausableRequestDecoder(Consumer<ChannelHandlerContext> requestBegins) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES));
        this.requestBegins = requestBegins;
    }

    /** Decodes nothing more for now. Called when a request is complete. */
    void pause() {
        paused = true;
    }

    /** Drops everything that the client still sends. */
    void drop() {
        dropping = true;
        resume();
    }

    /** Decodes the next request. Its bytes may be there already. */
    void resume() {
        paused = false;
        begun = false;
        ChannelHandlerContext ctx = context;
        // Inside of a read, the loop of that read goes on by itself.
        if (!reading && ctx != null) {
            try {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
            } catch (Exception failure) {
                ctx.fireExceptionCaught(failure);
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
        reading = true;
        try {
            super.channelRead(ctx, bytes);
        } finally {
            reading = false;
            ctx.channel().config().setAutoRead(!paused);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (dropping) {
            in.skipBytes(in.readableBytes());
        } else if (!paused) {
            if (!begun) {
                begun = true;
                requestBegins.accept(ctx);
            }
            super.decode(ctx, in, out);
        }
    }
}
