// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.time.Duration;

/**
 * The limits that all gRPC connections of the node share. Any thread.
 *
 * @param calls limits the open calls
 * @param requests limits the memory for requests
 * @param rejected counts and logs what the limits refuse or end
 * @param idleStreamTimeout how long responses may wait for a client before their call is ended; zero for ever
 */
public record Http2Guard(
        CallLimiter calls, RequestBudget requests, RejectedCalls rejected, Duration idleStreamTimeout) {
    /**
     * Puts a connection under these limits. Called once for a connection, by its event loop, before it reads a frame.
     *
     * @param handler serves the connection
     */
    public GuardedConnection guard(Http2ConnectionHandler handler, Channel channel, Client client) {
        GuardedConnection connection = new GuardedConnection(this, handler, channel, client);
        connection.install();
        return connection;
    }

    /** Returns the handler that closes a connection whose client does not read. It belongs before the other handlers. */
    public ChannelHandler unwritableTimeout() {
        return new UnwritableTimeoutHandler(idleStreamTimeout, rejected);
    }
}
