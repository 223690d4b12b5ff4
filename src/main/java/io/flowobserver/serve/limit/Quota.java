// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits how many of something are open at a time, and keeps some of them for clients on unix sockets. Any thread. */
public final class Quota {
    private final int limit;
    private final int reserved;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param limit how many may be open
     * @param reserved how many of these only clients on unix sockets may open
     */
    public Quota(int limit, int reserved) {
        this.limit = limit;
        this.reserved = reserved;
    }

    /** Returns whether the client may open one more. If it may, it counts until {@link #release}. */
    public boolean acquire(Client client) {
        if (open.incrementAndGet() > limitOf(client)) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Counts one that has ended. */
    public void release() {
        open.decrementAndGet();
    }

    public int open() {
        return open.get();
    }

    /** Returns how many may be open when this client opens the last of them. */
    public int limitOf(Client client) {
        return client.usesUnixSocket() ? limit : limit - reserved;
    }
}
