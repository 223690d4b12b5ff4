// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.time.Duration;

/**
 * What the clients of one listener may take of it.
 *
 * @param connections how many may be open at a time
 * @param requestTimeout how long a client may take for one step: to show which protocol it speaks, TLS handshake
 *     included; then by HTTP/1.1 to send a request, counted from its first byte on a connection that was kept open, and
 *     to read a page
 * @param idleTimeout how long a connection by HTTP/1.1 stays open between two requests
 * @param idleStreamTimeout how long responses may wait for a client that takes none; zero for ever
 */
public record ConnectionLimits(
        int connections, Duration requestTimeout, Duration idleTimeout, Duration idleStreamTimeout) {
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(2_000, Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(10));

    public ConnectionLimits withConnections(int other) {
        return new ConnectionLimits(other, requestTimeout, idleTimeout, idleStreamTimeout);
    }

    public ConnectionLimits withRequestTimeout(Duration other) {
        return new ConnectionLimits(connections, other, idleTimeout, idleStreamTimeout);
    }

    public ConnectionLimits withIdleStreamTimeout(Duration other) {
        return new ConnectionLimits(connections, requestTimeout, idleTimeout, other);
    }
}
