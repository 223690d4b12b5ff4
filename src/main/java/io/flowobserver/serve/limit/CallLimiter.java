// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Limits the open calls of the node, of each client and of each connection, whatever their method. The more connections
 * there are, the fewer calls each of them may have. Clients on unix sockets have calls kept for them. Any thread.
 */
public final class CallLimiter {
    /** Calls of the node. */
    public static final int CALLS = 2_048;

    /** Of these, calls that only clients on unix sockets may begin. */
    public static final int RESERVED = 256;

    /** Calls of a client on the network. */
    public static final int MOST_PER_CLIENT = 512;

    /** Calls of a connection at most. */
    public static final int MOST_PER_CONNECTION = 100;

    /** Calls that each connection may have, unless the node or the client has as many as it may have. */
    public static final int FEWEST_PER_CONNECTION = 4;

    private final Quota calls = new Quota(CALLS, RESERVED);
    private final Map<Client, Integer> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Returns the number of open calls. */
    public int open() {
        return calls.open();
    }

    /** Returns the number of open gRPC connections. */
    public int connections() {
        return connections.get();
    }

    void connectionOpened() {
        connections.incrementAndGet();
    }

    void connectionClosed() {
        connections.decrementAndGet();
    }

    /** Returns how many calls a connection of this client may have now. */
    int perConnection(Client client) {
        if (client.usesUnixSocket()) {
            return MOST_PER_CONNECTION;
        }
        int share = (CALLS - RESERVED) / Math.max(1, connections.get());
        return Math.max(FEWEST_PER_CONNECTION, Math.min(MOST_PER_CONNECTION, share));
    }

    /**
     * Begins one more call, which then counts until {@link #end}, or returns the limit that does not allow it.
     *
     * @param ofConnection calls that its connection has open
     */
    @Nullable
    CallRejection begin(Client client, int ofConnection) {
        if (ofConnection >= perConnection(client)) {
            return CallRejection.CONNECTION_CALLS;
        }
        if (byClient.merge(client, 1, Integer::sum) > MOST_PER_CLIENT && !client.usesUnixSocket()) {
            endOf(client);
            return CallRejection.CLIENT_CALLS;
        }
        if (!calls.acquire(client)) {
            endOf(client);
            return CallRejection.NODE_CALLS;
        }
        return null;
    }

    void end(Client client) {
        endOf(client);
        calls.release();
    }

    /** Says which limit was reached, and what helps. */
    String reason(CallRejection limit, Client client) {
        return switch (limit) {
            case CONNECTION_CALLS ->
                "this connection has " + perConnection(client)
                        + " calls open, which is the limit while this server has " + connections.get()
                        + " connections; end a call first, or share connections";
            case CLIENT_CALLS ->
                "this client has " + MOST_PER_CLIENT + " calls open, which is the limit of a client; end a call first";
            default ->
                "this server has " + calls.limitOf(client)
                        + " calls open, which is the limit; try again when one has ended";
        };
    }

    private void endOf(Client client) {
        byClient.computeIfPresent(client, (key, open) -> open == 1 ? null : open - 1);
    }
}
