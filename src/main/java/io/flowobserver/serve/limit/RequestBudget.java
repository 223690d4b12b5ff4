// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory that requests hold: those of all clients together, and those of each connection. A part of it is
 * kept for clients on unix sockets. So a client can neither fill the memory with requests nor keep others from being
 * served. Any thread.
 */
public final class RequestBudget {
    /** One connection may hold this part of the memory, and this part is kept for unix sockets. */
    private static final int PARTS = 8;

    private final long most;
    private final RejectedCalls rejected;
    private final AtomicLong held = new AtomicLong();

    /** @param mostBytes what the requests of all clients may hold */
    public RequestBudget(long mostBytes, RejectedCalls rejected) {
        this.most = mostBytes;
        this.rejected = rejected;
    }

    /** Returns an account for a new connection. */
    public RequestAccount open(Client client) {
        return new RequestAccount(this, client);
    }

    /** Bytes that requests hold now. */
    public long held() {
        return held.get();
    }

    /** Bytes that the requests of one connection may hold. */
    public long mostPerConnection() {
        return most / PARTS;
    }

    /** Adds bytes if the client may hold them, and returns whether it may. */
    boolean add(Client client, long bytes) {
        long limit = client.usesUnixSocket() ? most : most - most / PARTS;
        if (held.addAndGet(bytes) <= limit || bytes <= 0) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void reject(Client client) {
        rejected.add(CallRejection.REQUEST_MEMORY, client, "sent requests that hold too much memory; one was refused");
    }
}
