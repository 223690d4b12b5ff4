// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

/** Responds to the requests for one path. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Responds to one request, GET or HEAD, now or later. Called on the event loop of the connection, which it must not
     * block.
     */
    void handle(HttpExchange exchange);
}
