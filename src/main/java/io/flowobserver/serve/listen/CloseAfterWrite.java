// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.EventLoopErrors;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection after some last bytes for the client.
 *
 * <p>What the client still sends is read and dropped until the client closes, for a second at most. To close with unread
 * input would reset the connection, and the client might never see the last bytes.
 */
public final class CloseAfterWrite extends ChannelInboundHandlerAdapter {
    private static final long LINGER_MILLIS = 1_000;
    private static final long MAX_MILLIS = 5_000;

    private final byte[] lastBytes;

    CloseAfterWrite(byte[] lastBytes) {
        this.lastBytes = lastBytes;
    }

    /** Closes a connection once something is written. The caller's handlers drop what the client still sends. */
    public static void after(ChannelHandlerContext ctx, ChannelFuture written) {
        written.addListener((ChannelFutureListener) done -> {
            boolean plain = ctx.pipeline().get(SslHandler.class) == null;
            if (done.isSuccess() && plain && done.channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput();
                ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                // TLS says by itself that this is the end: closing sends close_notify.
                ctx.close();
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        after(ctx, ctx.writeAndFlush(Unpooled.wrappedBuffer(lastBytes)));
        ctx.executor().schedule(() -> ctx.close(), MAX_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        EventLoopErrors.handle(ctx.channel(), cause);
        ctx.close();
    }
}
