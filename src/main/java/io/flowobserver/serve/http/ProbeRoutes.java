// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import java.util.List;
import java.util.function.BooleanSupplier;

/** The probes of a node: {@code /healthz} and {@code /readyz}. */
public final class ProbeRoutes {
    private static final HttpPage OK = HttpPage.text(200, "ok\n");
    private static final HttpPage UNHEALTHY = HttpPage.text(503, "a thread is down; see the daemon's log\n");
    private static final HttpPage READY = HttpPage.text(200, "ready\n");
    private static final HttpPage NOT_READY = HttpPage.text(503, "not ready\n");

    private ProbeRoutes() {}

    /**
     * Creates both.
     *
     * @param healthy whether no thread of the process is down; called by event loops
     * @param ready whether the node does what it was started for; called by event loops
     */
    public static List<HttpRoute> of(BooleanSupplier healthy, BooleanSupplier ready) {
        return List.of(
                new HttpRoute("/healthz", exchange -> exchange.send(healthy.getAsBoolean() ? OK : UNHEALTHY)),
                new HttpRoute("/readyz", exchange -> exchange.send(ready.getAsBoolean() ? READY : NOT_READY)));
    }
}
