// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does something to a connection when its time is up. Used by the connection's event loop only. */
final class ConnectionDeadline {
    private @Nullable Future<?> timer;

    /** Sets a new deadline in place of the one before. */
    void set(ChannelHandlerContext ctx, Duration fromNow, Runnable action) {
        cancel();
        timer = ctx.executor().schedule(action, fromNow.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
