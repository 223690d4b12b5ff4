// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Lets only so many connections live, and each only so long. For one event loop. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private final int connections;
    private final Duration time;
    private int open;

    ConnectionLimit(int connections, Duration time) {
        this.connections = connections;
        this.time = time;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        open++;
        Future<?> deadline = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> {
            open--;
            deadline.cancel(false);
        });
        if (open > connections) {
            ctx.close();
        } else {
            ctx.fireChannelActive();
        }
    }
}
