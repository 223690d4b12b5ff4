// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.MetricsConfig;
import io.flowobserver.daemon.report.KernelMeterBinder;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.file.FileWatcher;
import io.flowobserver.flow.FlowListener;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.metrics.DeletedPods;
import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.MetricsFile;
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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics of a daemon: the counters of flow metrics, and the listener that serves them. */
final class DaemonMetrics implements AutoCloseable {

    private final MetricsConfig config;
    private final FlowMetrics flows;
    private final String version;
    private final FileWatcher watcher;
    private final Optional<MetricsFile> file;
    private @Nullable MetricsListener listener;
    private @Nullable OwnMetrics own;

    /**
     * Creates the flow metrics.
     *
     * @param generation decides which metrics exist and how they are written
     * @throws ConfigException if a metric or one of its options is unknown
     */
    DaemonMetrics(MetricsConfig config, String version, FileWatcher watcher, Generation generation) {
        this.config = config;
        this.version = version;
        this.watcher = watcher;
        try {
            flows = FlowMetrics.of(config.metrics(), config.maxSeries(), generation);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--metric: " + e.getMessage());
        }
        file = config.file().map(path -> new MetricsFile(path, flows));
    }

    /** Returns the listener to which the pipeline passes each flow. */
    FlowListener listener() {
        return config.address().isPresent() ? flows : FlowListener.NONE;
    }

    /** Opens the listener, if it is configured. Series of pods that the inventory loses are removed from then on. */
    void start(DaemonMeterBinder figures, SourceContext context, BooleanSupplier ready) throws StartException {
        if (config.address().isEmpty()) {
            return;
        }
        MetricsConfig.Address address = config.address().get();
        LostEvents lost = new LostEvents(
                () -> figures.rings().losses().reports(LossNote.PERF_RING),
                () -> figures.rings().losses().total(LossNote.EVENTS_QUEUE),
                figures.server().readers()::lapped);
        Exposition exposition = new Exposition(flows, lost);
        exposition.calls(GrpcCallMeterBinder.of(figures.server().calls()));
        MetricsListener starting = new MetricsListener(
                new MetricsListener.Options(
                        new ListenUrl.Tcp(address.host(), address.port()),
                        config.tls().map(ListenerSetup::files)),
                routes(exposition, ready, context.supervisor()::isHealthy),
                figures.server().connections());
        if (config.self()) {
            OwnMetrics shown = exposition.own();
            own = shown;
            shown.build(version);
            figures.showOn(shown);
            DaemonMeterBinder.showThreads(shown, context.supervisor());
            DaemonMeterBinder.showDevices(shown, context.devices());
            KernelMeterBinder.show(shown, context.kernel()::get);
            file.ifPresent(watched -> DaemonMeterBinder.showMetricsFile(shown, watched));
            starting.tls().ifPresent(tls -> DaemonMeterBinder.showTls(shown, "observer_metrics_tls", tls));
        }
        file.ifPresent(read -> read.start(watcher));
        DeletedPods deleted = new DeletedPods(flows, System::nanoTime);
        context.inventory().onChange(snapshot -> deleted.present(snapshot.pods()));
        watcher.everyLook(deleted::forgetDue);
        try {
            starting.start();
        } catch (IOException e) {
            throw new StartException("--metrics-server: " + e.getMessage(), e);
        }
        starting.tls().ifPresent(tls -> tls.watch(watcher));
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
        if (listener != null) {
            listener.close();
        }
        if (own != null) {
            own.close();
        }
    }

    /** What the listener serves. */
    static List<HttpRoute> routes(Exposition exposition, BooleanSupplier ready, BooleanSupplier healthy) {
        List<HttpRoute> routes = new ArrayList<>();
        routes.add(new HttpRoute(
                "/metrics",
                exchange -> exchange.send(exchange.acceptable(Exposition.TYPES)
                        .map(type -> metrics(exposition.page(type)))
                        .orElseGet(() -> refused(exposition)))));
        routes.addAll(ProbeRoutes.of(healthy, ready));
        return routes;
    }

    private static HttpPage metrics(Exposition.Page page) {
        return new HttpPage(200, page.contentType(), page.body());
    }

    private static HttpPage refused(Exposition exposition) {
        exposition.notAcceptable();
        return HttpPage.error(406, "the Accept header refuses " + String.join(" and ", Exposition.TYPES));
    }
}
