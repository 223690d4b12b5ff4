// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.MetricsConfig;
import io.flowobserver.flow.FlowListener;
import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.MetricsMaintenance;
import io.flowobserver.metrics.expose.Exposition;
import io.flowobserver.metrics.expose.LostEvents;
import io.flowobserver.metrics.expose.MetricsServer;
import io.flowobserver.metrics.expose.OwnMetrics;
import io.flowobserver.ring.LossNote;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics that were asked for: who counts flows, and the server that shows the counts. */
final class DaemonMetrics implements AutoCloseable {

    private final MetricsConfig config;
    private final FlowMetrics flows;
    private final MetricsMaintenance upkeep;
    private @Nullable MetricsServer server;

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

    /** Opens the server, if there is to be one. Series of pods that the inventory loses go. */
    void start(DaemonMeterBinder figures, SourceContext context, BooleanSupplier ready) throws StartException {
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
        MetricsServer starting = new MetricsServer(
                new MetricsServer.Entrance(socketAddress(address), config.tls().map(ListenerSetup::files)),
                exposition,
                ready);
        starting.liveness(context.supervisor()::isHealthy);
        if (config.self()) {
            OwnMetrics own = exposition.own();
            figures.showOn(own);
            DaemonMeterBinder.showThreads(own, context.supervisor());
            DaemonMeterBinder.showDevices(own, context.devices());
            upkeep.file().ifPresent(file -> DaemonMeterBinder.showMetricsFile(own, file));
            starting.tls().ifPresent(tls -> DaemonMeterBinder.showTls(own, "observer_metrics_tls", tls));
        }
        context.inventory().onChange(snapshot -> upkeep.pods(snapshot.pods()));
        upkeep.start(context.supervisor().threads("observer-metrics-upkeep-0"));
        try {
            starting.start();
        } catch (IOException e) {
            throw new StartException(e.getMessage(), e);
        }
        server = starting;
    }

    void addTo(StartupBanner report) {
        if (bound().isPresent()) {
            String how = config.tls().isPresent() ? " (TLS)" : "";
            report.add("metrics", "on " + bound().get() + how + ": " + flows.described());
        } else if (!config.metrics().isEmpty() || config.file().isPresent()) {
            report.add("metrics", "none, because there is no --metrics-server");
        }
    }

    /** Where metrics are served, with the port that the kernel chose. */
    Optional<MetricsConfig.Address> bound() {
        MetricsServer running = server;
        return running == null
                ? Optional.empty()
                : config.address().map(asked -> new MetricsConfig.Address(asked.host(), running.port()));
    }

    @Override
    public void close() {
        upkeep.close();
        if (server != null) {
            server.close();
        }
    }

    private static InetSocketAddress socketAddress(MetricsConfig.Address address) {
        return address.host().isEmpty()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }
}
