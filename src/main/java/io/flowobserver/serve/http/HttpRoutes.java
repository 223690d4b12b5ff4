// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All paths of a listener. Any thread. */
public final class HttpRoutes {
    private static final Logger log = LoggerFactory.getLogger(HttpRoutes.class);

    private static final HttpPage METHOD_NOT_ALLOWED = HttpPage.error(405, "use GET or HEAD");

    private final Map<String, Consumer<HttpExchange>> handlers = new LinkedHashMap<>();
    private final HttpPage notFound;
    private final AtomicBoolean failed = new AtomicBoolean();

    public HttpRoutes(List<HttpRoute> routes) {
        routes.forEach(route -> handlers.put(route.path(), route.handler()));
        notFound = HttpPage.error(404, "there is no such page; the pages are " + String.join(", ", handlers.keySet()));
    }

    /** Has the handler of the path respond, or responds with an error. */
    void handle(HttpExchange exchange) {
        Consumer<HttpExchange> handler = handlers.get(exchange.path());
        if (handler == null) {
            exchange.send(notFound);
        } else if (!exchange.isGet() && !exchange.isHead()) {
            exchange.send(METHOD_NOT_ALLOWED);
        } else {
            try {
                handler.accept(exchange);
            } catch (RuntimeException failure) {
                if (!failed.getAndSet(true)) {
                    log.error("cannot respond to {}; further failures are not logged", exchange.path(), failure);
                }
                exchange.fail();
            }
        }
    }
}
