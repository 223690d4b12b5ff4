// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import java.util.function.Consumer;

/**
 * What is served at one path.
 *
 * @param path begins with a slash; the query of a request's URL is not part of it
 * @param handler responds to a request, GET or HEAD, now or later; called on the event loop of the connection, which it
 *     must not block
 */
public record HttpRoute(String path, Consumer<HttpExchange> handler) {}
