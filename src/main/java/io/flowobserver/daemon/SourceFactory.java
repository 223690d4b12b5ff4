// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.daemon.device.DeviceSelection;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import java.util.List;
import java.util.Locale;

/**
 * Opens sources as they are configured.
 *
 * @param context its inventory gives the local addresses that are written to the kernel, now and after each change
 * @param report gets a few lines about the source
 */
record SourceFactory(SourceContext context, StartupBanner report)
        implements SourceConfig.Cases<EventSource, StartException> {
    static EventSource open(SourceConfig config, SourceContext context, StartupBanner report) throws StartException {
        return config.match(new SourceFactory(context, report));
    }

    @Override
    public EventSource bpf(SourceConfig.Bpf config) throws StartException {
        try {
            return openBpf(config);
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    @Override
    public EventSource replay(SourceConfig.Replay config) throws StartException {
        try {
            EventSource source = ReplaySource.open(config.file(), options(config));
            report.add(
                    "source",
                    source.name() + ", speed " + word(config.speed()) + ", time " + word(config.time())
                            + (config.loop() ? ", forever" : ""));
            return source;
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private EventSource openBpf(SourceConfig.Bpf config) throws SourceException, StartException {
        DeviceSelection selection = selection(config.interfaces());
        BpfSource source = BpfSource.open(BpfSetup.options(config));
        HostSource host = new HostSource(source, context);
        try {
            report.add("source", config.name());
            new KernelFeatures(source.features(), config.clsact()).addTo(report);
            report.add("aggregation", config.monitor().summary());
            int swept = source.networkDevices().sweep(0);
            if (swept > 0) {
                report.add("leftovers", "removed " + swept + " tc filters that a killed observer had left");
            }
            host.stopDevices(Interfaces.start(source, selection, context, report)::close);
            return host;
        } catch (SourceException | StartException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** Which devices an operator has named. */
    static DeviceSelection selection(List<String> interfaces) throws StartException {
        try {
            return DeviceSelection.of(interfaces);
        } catch (IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ReplayOptions options(SourceConfig.Replay replay) {
        return new ReplayOptions(
                switch (replay.speed()) {
                    case ORIGINAL -> ReplayOptions.Speed.ORIGINAL;
                    case MAX -> ReplayOptions.Speed.MAX;
                },
                switch (replay.time()) {
                    case ORIGINAL -> ReplayOptions.Time.ORIGINAL;
                    case NOW -> ReplayOptions.Time.NOW;
                },
                replay.loop());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
