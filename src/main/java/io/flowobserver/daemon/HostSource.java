// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.MonitorConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.Aggregation;
import io.flowobserver.source.bpf.BpfOptions;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.ConnectionTables;
import io.flowobserver.source.bpf.FilterRule;
import io.flowobserver.source.bpf.Reporting;
import java.time.Duration;
import java.util.function.Consumer;

/** The kernel's events, with what keeps the kernel programs up to date until the source is closed. */
public final class HostSource implements EventSource {
    private static final Duration LOW_INTERVAL = Duration.ofSeconds(1);

    private final BpfSource source;
    private final Inventory inventory;
    private final Consumer<Snapshot> addresses;
    private Runnable stopDevices = () -> {};

    /** @param context its inventory's local addresses are told to the kernel programs, now and whenever they change */
    public HostSource(BpfSource source, SourceContext context) {
        this.source = source;
        this.inventory = context.inventory();
        this.addresses = new KernelAddressMap(source)::update;
        inventory.onChange(addresses);
        source.startSweeps(context.supervisor().threads("observer-sweep-0"), context.kernel()::set);
    }

    /** Returns how the kernel programs are loaded for a configuration. */
    public static BpfOptions options(SourceConfig.Bpf config) {
        return new BpfOptions(
                config.perfRingPages(),
                config.clsact(),
                config.observeArp(),
                reporting(config.monitor()),
                new ConnectionTables(
                        config.tables().tcp(),
                        config.tables().halfOpen(),
                        config.tables().other()),
                null);
    }

    private static Reporting reporting(MonitorConfig config) {
        return new Reporting(
                switch (config.level()) {
                    case NONE -> Aggregation.NONE;
                    case LOW, MEDIUM -> Aggregation.MEDIUM;
                    case MAXIMUM -> Aggregation.MAXIMUM;
                },
                config.level() == MonitorConfig.Level.LOW ? LOW_INTERVAL : config.interval(),
                config.rateLimit(),
                config.burstLimit(),
                config.filter().stream().map(HostSource::rule).toList());
    }

    private static FilterRule rule(MonitorConfig.PacketRule rule) {
        return new FilterRule(
                rule.allows(),
                rule.network().high(),
                rule.network().low(),
                rule.mask().high(),
                rule.mask().low(),
                rule.firstPort(),
                rule.lastPort(),
                rule.protocol(),
                rule.endpoint());
    }

    /** Sets what ends all work on the source's devices before it is closed. */
    void stopDevices(Runnable stop) {
        stopDevices = stop;
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) throws SourceException {
        return source.poll(sink, timeoutMillis);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void close() {
        inventory.removeListener(addresses);
        stopDevices.run();
        source.close();
    }
}
