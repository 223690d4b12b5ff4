// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.expose.Exposition;
import io.flowobserver.metrics.expose.LostEvents;
import io.flowobserver.serve.MetricsListener;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.ListenUrl;
import java.io.IOException;
import java.util.Optional;

/** Metrics listeners of tests. */
final class MetricsListeners {
    private MetricsListeners() {}

    static Exposition exposition() {
        return new Exposition(new FlowMetrics(100), new LostEvents(() -> 0, () -> 0, () -> 0));
    }

    /** One on loopback, in plaintext, that is ready. */
    static MetricsListener start(Exposition exposition) throws IOException {
        MetricsListener listener = new MetricsListener(
                new MetricsListener.Options(new ListenUrl.Tcp("127.0.0.1", 0), Optional.empty()),
                DaemonMetrics.routes(exposition, () -> true, () -> true),
                new ConnectionCounts());
        listener.start();
        return listener;
    }
}
