// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.SourceConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say where events come from. */
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

    @Option(names = "--clsact", description = "attach by clsact filters even where the kernel has TCX")
    private boolean clsact;

    @Option(names = "--replay-speed", paramLabel = "SPEED", description = "original or max (default: ${DEFAULT-VALUE})")
    private String replaySpeed = "original";

    @Option(
            names = "--replay-time",
            paramLabel = "TIME",
            description = "original, or now: all times shifted alike, so that the first event happens at present"
                    + " (default: ${DEFAULT-VALUE})")
    private String replayTime = "original";

    @Option(names = "--replay-loop", description = "replay for ever; the times of each round follow the last one's")
    private boolean replayLoop;

    SourceConfig config() {
        SourceConfig.Bpf bpf = new SourceConfig.Bpf(perfRingPages, interfaces, clsact);
        SourceConfig.ReplayFlags replay = new SourceConfig.ReplayFlags(
                SourceConfig.Speed.parse(replaySpeed), SourceConfig.Time.parse(replayTime), replayLoop);
        return SourceConfig.parse(source, bpf, replay);
    }
}
