// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits how many connections of a listener are open at a time. Any thread. */
final class ConnectionLimiter {
    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimiter(int limit) {
        this.limit = limit;
    }

    /** Returns whether a connection may stay. If it may, it counts until it is closed. */
    boolean admits(Channel connection) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        return true;
    }
}
