// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that the requests of one connection hold. Any thread. */
public final class RequestAccount {
    /** What a client is told whose request was refused because of it. */
    public static final String TOO_MUCH =
            "the requests of this connection, or those of all clients, hold too much memory;"
                    + " send less at once, use smaller filters, or try again later";

    private static final AttributeKey<RequestAccount> ATTRIBUTE =
            AttributeKey.valueOf(RequestAccount.class, "requests");

    private final RequestBudget budget;
    private final Client client;
    private final AtomicLong held = new AtomicLong();

    RequestAccount(RequestBudget budget, Client client) {
        this.budget = budget;
        this.client = client;
    }

    /** Returns the account of a connection of HTTP/1.1, which gives everything back when the connection is closed. */
    public static RequestAccount of(Channel connection, RequestBudget budget) {
        RequestAccount known = connection.attr(ATTRIBUTE).get();
        if (known != null) {
            return known;
        }
        RequestAccount opened = budget.open(Client.of(connection));
        connection.attr(ATTRIBUTE).set(opened);
        connection.closeFuture().addListener(closed -> opened.set(0));
        return opened;
    }

    /**
     * Adds to what the requests hold, or counts a refusal if they may not hold that much.
     *
     * @param bytes negative for what requests no longer hold
     * @return whether they were added
     */
    public boolean add(long bytes) {
        boolean allowed = held.addAndGet(bytes) <= budget.mostPerConnection() || bytes <= 0;
        if (allowed && budget.add(client, bytes)) {
            return true;
        }
        held.addAndGet(-bytes);
        budget.reject(client);
        return false;
    }

    /** Sets what the requests hold, as {@link #add} does. For a connection with one request at a time. */
    public boolean set(long bytes) {
        return add(bytes - held.get());
    }
}
