// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.http2.CallRejection;
import io.flowobserver.serve.http2.GuardedConnection;
import io.flowobserver.serve.http2.RejectedCalls;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory that requests hold: those of all clients together, and those of each connection. A part of it is
 * kept for clients on unix sockets. So a client can neither fill the memory with requests that it never completes nor
 * keep others from being served. Any thread.
 */
public final class InboundMemoryLimiter extends ServerStreamTracer.Factory {
    /** The part of the memory that one connection may hold, and the part that is kept for unix sockets. */
    private static final int PARTS = 8;

    private final long most;
    private final RejectedCalls rejected;
    private final AtomicLong held = new AtomicLong();

    /** @param mostBytes what the requests of all clients may hold */
    public InboundMemoryLimiter(long mostBytes, RejectedCalls rejected) {
        this.most = mostBytes;
        this.rejected = rejected;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new RequestBytes(this);
    }

    /** Bytes that requests hold now. */
    public long held() {
        return held.get();
    }

    /** Bytes that the requests of one connection may hold. */
    public long mostPerConnection() {
        return most / PARTS;
    }

    /**
     * Adds to what the requests of a connection hold. The bytes count even if they are too many; the call is then
     * expected to end and to give them back.
     *
     * @return whether they may be held
     */
    boolean add(GuardedConnection connection, long bytes) {
        long ofConnection = connection.addRequestBytes(bytes);
        long ofAll = held.addAndGet(bytes);
        return bytes <= 0 || (ofConnection <= mostPerConnection() && ofAll <= mostOf(connection.client()));
    }

    void rejected(Client client) {
        rejected.add(
                CallRejection.REQUEST_MEMORY,
                client,
                "sends requests that hold too much memory before they are complete; the call was ended");
    }

    private long mostOf(Client client) {
        return client.usesUnixSocket() ? most : most - most / PARTS;
    }
}
