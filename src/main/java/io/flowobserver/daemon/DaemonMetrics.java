// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.MetricsConfig;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.flow.FlowListener;
import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.MetricsMaintenance;
import io.flowobserver.metrics.expose.Exposition;
import io.flowobserver.metrics.expose.LostEvents;
import io.flowobserver.metrics.expose.OwnMetrics;
import io.flowobserver.ring.LossNote;
import io.flowobserver.serve.MetricsListener;
import io.flowobserver.serve.http.HttpPage;
import io.flowobserver.serve.http.HttpRoute;
import io.flowobserver.serve.http.ProbeRoutes;
import io.flowobserver.serve.listen.ListenUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics that were asked for: what counts flows, and the listener that serves the counts. */
final class DaemonMetrics implements AutoCloseable {

    private final MetricsConfig config;
    private final FlowMetrics flows;
    private final MetricsMaintenance upkeep;
    private @Nullable MetricsListener listener;

    /**
     * @throws ConfigException if a metric or an option of it is not known
     */
    DaemonMetrics(MetricsConfig config) {
        this.config = config;
        try {
            flows = FlowMetrics.of(config.metrics(), config.maxSeries());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--metric: " + e.getMessage());
        }
        upkeep = new MetricsMaintenance(flows, config.file());
    }

    /** Who has to see each flow. */
    FlowListener listener() {
        return config.address().isPresent() ? flows : FlowListener.NONE;
    }

    /** Opens the listener, if there is to be one. Series of pods that the inventory loses go. */
    void start(DaemonMeterBinder figures, Inventory inventory, BooleanSupplier ready) throws StartException {
        if (config.address().isEmpty()) {
            return;
        }
        MetricsConfig.Address address = config.address().get();
        LostEvents lost = new LostEvents(
                () -> figures.rings().losses().reports(LossNote.PERF_RING),
                () -> figures.rings().losses().total(LossNote.EVENTS_QUEUE),
                figures.server().streams()::lapped);
        Exposition exposition = new Exposition(flows, lost);
        exposition.calls(GrpcCallMeterBinder.of(figures.server().calls()));
        MetricsListener starting = new MetricsListener(
                new MetricsListener.Options(
                        new ListenUrl.Tcp(address.host(), address.port()),
                        config.tls().map(ListenerSetup::files)),
                routes(exposition, ready),
                figures.server().connections());
        if (config.self()) {
            OwnMetrics own = exposition.own();
            figures.showOn(own);
            upkeep.file().ifPresent(file -> DaemonMeterBinder.showMetricsFile(own, file));
            starting.tls().ifPresent(tls -> DaemonMeterBinder.showTls(own, "observer_metrics_tls", tls));
        }
        inventory.onChange(snapshot -> upkeep.pods(snapshot.pods()));
        upkeep.start();
        try {
            starting.start();
        } catch (IOException e) {
            throw new StartException("--metrics-server: " + e.getMessage(), e);
        }
        listener = starting;
    }

    void addTo(StartupBanner report) {
        if (listener != null) {
            String how = listener.tls().isPresent() ? " (TLS)" : "";
            report.add("metrics", "on " + listener.bound() + how + ": " + flows.described());
        } else if (!config.metrics().isEmpty() || config.file().isPresent()) {
            report.add("metrics", "none, because there is no --metrics-server");
        }
    }

    @Override
    public void close() {
        upkeep.close();
        if (listener != null) {
            listener.close();
        }
    }

    /** What the listener serves. */
    static List<HttpRoute> routes(Exposition exposition, BooleanSupplier ready) {
        List<HttpRoute> routes = new ArrayList<>();
        routes.add(new HttpRoute("/metrics", exchange -> {
            Exposition.Page page = exposition.page(exchange.accept());
            exchange.send(new HttpPage(200, page.contentType(), page.body()));
        }));
        routes.addAll(ProbeRoutes.of(ready));
        return routes;
    }
}
