// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.time.Duration;

/**
 * What the clients of one listener may take of it.
 *
 * @param connections how many may be open at a time
 * @param requestTimeout how long a client may take for a request: from the start of the connection, TLS handshake
 *     included, or from the first byte of a later request; by gRPC until the connection preface is there, by HTTP/1.1
 *     until the request is. A client that reads a page has as long again.
 * @param idleTimeout how long a connection by HTTP/1.1 stays open between two requests
 */
public record ConnectionLimits(int connections, Duration requestTimeout, Duration idleTimeout) {
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(2_000, Duration.ofSeconds(20), Duration.ofMinutes(2));

    public ConnectionLimits withConnections(int other) {
        return new ConnectionLimits(other, requestTimeout, idleTimeout);
    }

    public ConnectionLimits withRequestTimeout(Duration other) {
        return new ConnectionLimits(connections, other, idleTimeout);
    }
}
