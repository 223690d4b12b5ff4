// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.daemon.device.DeviceSelection;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfOptions;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import java.util.List;
import java.util.Locale;

/** Opens the configured source. */
final class SourceFactory {
    private SourceFactory() {}

    /**
     * Opens the source.
     *
     * @param context its inventory gives the local addresses that are written to the kernel, now and after each change
     * @param report gets a few lines about the source
     */
    static EventSource open(SourceConfig config, SourceContext context, StartupBanner report) throws StartException {
        try {
            if (config instanceof SourceConfig.Replay replay) {
                return openReplay(replay, report);
            }
            return openBpf((SourceConfig.Bpf) config, context, report);
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private static EventSource openBpf(SourceConfig.Bpf config, SourceContext context, StartupBanner report)
            throws SourceException, StartException {
        DeviceSelection selection = selection(config.interfaces());
        BpfSource source = BpfSource.open(new BpfOptions(config.perfRingPages(), config.clsact(), null));
        HostSource host = new HostSource(source, context.inventory());
        try {
            new KernelFeatures(source.features(), config.clsact()).addTo(report);
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

    private static EventSource openReplay(SourceConfig.Replay replay, StartupBanner report) throws SourceException {
        EventSource source = ReplaySource.open(replay.file(), options(replay));
        report.add(
                "source",
                source.name() + ", speed " + word(replay.speed()) + ", time " + word(replay.time())
                        + (replay.loop() ? ", forever" : ""));
        return source;
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
