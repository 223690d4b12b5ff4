// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets only so many connections of a listener be open at a time. Any thread. */
final class ConnectionLimiter {
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimiter(int most) {
        this.most = most;
    }

    /** Whether a connection may stay; it counts until it is closed. */
    boolean admits(Channel connection) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        return true;
    }
}
