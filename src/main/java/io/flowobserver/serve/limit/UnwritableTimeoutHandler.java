// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that has not been writable for a time, because its client does not read. For HTTP/2 and HTTP/1.1.
 * Used by the connection's event loop only.
 */
final class UnwritableTimeoutHandler extends ChannelInboundHandlerAdapter {
    private final Duration timeout;
    private final RejectedCalls rejected;
    private @Nullable Future<?> timer;

    /** @param timeout zero for no timeout */
    UnwritableTimeoutHandler(Duration timeout, RejectedCalls rejected) {
        this.timeout = timeout;
        this.rejected = rejected;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        if (ctx.channel().isWritable()) {
            cancel();
        } else if (timer == null && !timeout.isZero()) {
            timer = ctx.executor().schedule(() -> expired(ctx), timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        cancel();
        super.channelInactive(ctx);
    }

    private void expired(ChannelHandlerContext ctx) {
        rejected.add(
                CallRejection.IDLE_STREAM,
                Client.of(ctx.channel()),
                "has read nothing for " + IdleStreams.text(timeout) + "; its connection was closed");
        // From here the connection is closed at once, without the orderly end of HTTP/2, which would wait for the
        // client.
        ctx.close();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
