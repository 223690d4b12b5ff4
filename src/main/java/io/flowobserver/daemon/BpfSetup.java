// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.ConnectionTablesConfig;
import io.flowobserver.config.MonitorConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.source.bpf.Aggregation;
import io.flowobserver.source.bpf.BpfOptions;
import io.flowobserver.source.bpf.ConnectionTables;
import io.flowobserver.source.bpf.FilterRule;
import io.flowobserver.source.bpf.Reporting;
import java.time.Duration;

/** How the kernel programs are loaded, from the configuration. */
public final class BpfSetup {
    private static final Duration LOW_INTERVAL = Duration.ofSeconds(1);

    private BpfSetup() {}

    /** Returns how the kernel programs are loaded for a configuration. */
    public static BpfOptions options(SourceConfig.Bpf config) {
        return new BpfOptions(
                config.perfRingPages(),
                config.clsact(),
                config.observeArp(),
                reporting(config.monitor()),
                tables(config.tables()),
                null);
    }

    private static ConnectionTables tables(ConnectionTablesConfig config) {
        return new ConnectionTables(config.tcp(), config.halfOpen(), config.other());
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
                config.filter().stream().map(BpfSetup::rule).toList());
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
}
