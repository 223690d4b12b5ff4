// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

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
 * Ends a connection with some last bytes for the peer.
 *
 * <p>What the peer still sends is read and thrown away until it closes, a second at most: closing with unread input
 * would reset the connection, and the peer might never see the bytes.
 */
public final class CloseAfterWrite extends ChannelInboundHandlerAdapter {
    private static final long LINGER_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 5_000;

    private final byte[] lastBytes;

    CloseAfterWrite(byte[] lastBytes) {
        this.lastBytes = lastBytes;
    }

    /** Ends a connection once something is written, whose handlers throw away what still comes in. */
    public static void after(ChannelHandlerContext ctx, ChannelFuture written) {
        written.addListener((ChannelFutureListener) done -> {
            boolean plain = ctx.pipeline().get(SslHandler.class) == null;
            if (done.isSuccess() && plain && done.channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput();
                ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                // TLS has an end of its own, which closing sends.
                ctx.close();
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        after(ctx, ctx.writeAndFlush(Unpooled.wrappedBuffer(lastBytes)));
        ctx.executor().schedule(() -> ctx.close(), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
