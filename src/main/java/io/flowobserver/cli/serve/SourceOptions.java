// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.config.SourcesConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags for the sources of events. */
final class SourceOptions {
    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "bpf (this host's packets) or replay:FILE; repeatable (default: bpf)")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--source-queue-bytes",
            paramLabel = "SIZE",
            description = "with several sources, the queue of each that is read on a thread of its own: all but bpf"
                    + " (default: ${DEFAULT-VALUE})")
    private String queueBytes = SourcesConfig.DEFAULT_QUEUE_BYTES;

    @Option(
            names = "--interfaces",
            paramLabel = "NAME",
            split = ",",
            description = "devices to observe, names or globs; repeatable (default: all veths, and the devices that"
                    + " lead out of the node)")
    private List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--perf-ring-pages",
            paramLabel = "N",
            description = "pages of each CPU's perf ring, a power of two (default: ${DEFAULT-VALUE})")
    private int perfRingPages = SourceConfig.Bpf.DEFAULT_PERF_RING_PAGES;

    @Option(names = "--clsact", description = "attach with clsact filters even if the kernel has TCX")
    private boolean clsact;

    @Option(
            names = "--observe-arp",
            description = "report ARP and IPv6 neighbour discovery (ICMPv6 133 to 137 that no router forwards) too")
    private boolean observeArp;

    @Mixin
    private final MonitorOptions monitor = new MonitorOptions();

    @Option(names = "--replay-speed", paramLabel = "SPEED", description = "original or max (default: ${DEFAULT-VALUE})")
    private String replaySpeed = "original";

    @Option(
            names = "--replay-time",
            paramLabel = "TIME",
            description = "original, or now: shift all times so that the first event happens now"
                    + " (default: ${DEFAULT-VALUE})")
    private String replayTime = "original";

    @Option(names = "--replay-loop", description = "replay forever; each round continues the times of the last")
    private boolean replayLoop;

    /** @param retryLimit how many attempts in a row to open a failed source again may fail; empty for no limit */
    SourcesConfig config(OptionalInt retryLimit) {
        SourceConfig.Bpf bpf =
                new SourceConfig.Bpf(perfRingPages, interfaces, clsact, observeArp, monitor.config(), monitor.tables());
        SourceConfig.ReplayFlags replay = new SourceConfig.ReplayFlags(
                SourceConfig.Speed.parse(replaySpeed), SourceConfig.Time.parse(replayTime), replayLoop);
        List<String> given = sources.isEmpty() ? List.of("bpf") : sources;
        List<SourceConfig> list = given.stream()
                .map(source -> SourceConfig.parse(source, bpf, replay))
                .toList();
        return SourcesConfig.of(list, retryLimit, queueBytes);
    }
}
