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

    private enum State {
        DECODING,
        PAUSED,
        DROPPING
    }

    private final Consumer<ChannelHandlerContext> requestBegins;
    private @Nullable ChannelHandlerContext context;
    private State state = State.DECODING;
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
        state = State.PAUSED;
    }

    /** Decodes the next request. Its bytes may be there already. */
    void resume() {
        state = State.DECODING;
        begun = false;
        decodeRest();
    }

    /** Drops everything that the client still sends. */
    void drop() {
        state = State.DROPPING;
        decodeRest();
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
            ctx.channel().config().setAutoRead(state != State.PAUSED);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        switch (state) {
            case DECODING -> {
                if (!begun) {
                    begun = true;
                    requestBegins.accept(ctx);
                }
                super.decode(ctx, in, out);
            }
            case DROPPING -> in.skipBytes(in.readableBytes());
            case PAUSED -> {
                // The bytes stay where they are.
            }
        }
    }

    /** Decodes what is left of the last read. Inside of a read, the loop of that read does so anyway. */
    private void decodeRest() {
        ChannelHandlerContext ctx = context;
        if (!reading && ctx != null) {
            try {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
            } catch (Exception failure) {
                ctx.fireExceptionCaught(failure);
            }
        }
    }
}
