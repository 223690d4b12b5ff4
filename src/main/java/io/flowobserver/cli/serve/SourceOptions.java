// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.SourceConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags for the source of events. */
final class SourceOptions {
    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "bpf (this host's packets) or replay:FILE (default: ${DEFAULT-VALUE})")
    private String source = "bpf";

    @Option(
            names = "--interfaces",
            paramLabel = "NAME",
            split = ",",
            description = "devices to observe, names or globs; repeatable (default: all veths and the devices that"
                    + " carry a default route)")
    private List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--perf-ring-pages",
            paramLabel = "N",
            description = "pages of each CPU's perf ring, a power of two (default: ${DEFAULT-VALUE})")
    private int perfRingPages = SourceConfig.Bpf.DEFAULT_PERF_RING_PAGES;

    @Option(names = "--clsact", description = "attach with clsact filters even if the kernel has TCX")
    private boolean clsact;

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

    SourceConfig config() {
        SourceConfig.Bpf bpf = new SourceConfig.Bpf(perfRingPages, interfaces, clsact);
        SourceConfig.ReplayFlags replay = new SourceConfig.ReplayFlags(
                SourceConfig.Speed.parse(replaySpeed), SourceConfig.Time.parse(replayTime), replayLoop);
        return SourceConfig.parse(source, bpf, replay);
    }
}
