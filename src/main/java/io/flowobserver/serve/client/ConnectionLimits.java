// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import java.time.Duration;

/**
 * What the clients of one listener may take of it.
 *
 * @param connections how many may be open at a time
 * @param requestTimeout how long a client may take for one step: the TLS handshake, counted from the start of the
 *     connection; the first request by HTTP/1.1, counted from the end of the handshake or else from the start of the
 *     connection; a later request, counted from its first byte; and to read a page
 * @param idleTimeout how long a connection by HTTP/1.1 stays open between two requests
 * @param idleStreamTimeout how long responses may wait for a client that takes none; zero for ever
 */
public record ConnectionLimits(
        int connections, Duration requestTimeout, Duration idleTimeout, Duration idleStreamTimeout) {
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(2_000, Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(10));

    private static final Duration CROWDED_REQUEST_TIMEOUT = Duration.ofSeconds(2);
    private static final int PART_FOR_ONE_ADDRESS = 4;
    private static final int PART_FOR_THIS_NODE = 8;

    public ConnectionLimits withConnections(int other) {
        return new ConnectionLimits(other, requestTimeout, idleTimeout, idleStreamTimeout);
    }

    public ConnectionLimits withRequestTimeout(Duration other) {
        return new ConnectionLimits(connections, other, idleTimeout, idleStreamTimeout);
    }

    public ConnectionLimits withIdleStreamTimeout(Duration other) {
        return new ConnectionLimits(connections, requestTimeout, idleTimeout, other);
    }

    /** How many connections one address of another machine may have, or one IPv6 network of 64 bits. */
    public int connectionsOfAnAddress() {
        return Math.max(1, connections / PART_FOR_ONE_ADDRESS);
    }

    /** How many connections all other machines may have together. The rest is kept for clients on this node. */
    public int connectionsOfOtherMachines() {
        return Math.max(1, connections - connections / PART_FOR_THIS_NODE);
    }

    /** The timeout for a request while the listener is crowded, counted as {@link #requestTimeout}. */
    public Duration crowdedRequestTimeout() {
        return requestTimeout.compareTo(CROWDED_REQUEST_TIMEOUT) < 0 ? requestTimeout : CROWDED_REQUEST_TIMEOUT;
    }

    /** Returns whether so many connections are over half of them. */
    boolean areCrowded(int open) {
        return open > connections / 2;
    }
}
