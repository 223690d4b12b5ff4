// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The lines that {@code make bench} prints. */
final class Report {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    void line(String format, Object... values) {
        System.out.println(String.format(format, values));
    }

    void machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse("unknown CPU");
        line(
                "%s, %d cores, Linux %s, %s %s, load %s",
                model,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                System.getProperty("java.vendor"),
                System.getProperty("java.version"),
                load());
    }

    void rates(String what, CostMeter meter, CostMeter plain) {
        line(
                "%-30s %,10.0f events/s wall %,10.0f of CPU time (best %,10.0f) %5.1f x %8.2f B/event",
                what,
                meter.perSecond(),
                meter.perCpuSecond(),
                meter.bestPerCpuSecond(),
                meter.perCpuSecond() / plain.perCpuSecond(),
                meter.allocated());
    }

    /** Runs the parts under JMH. */
    void parts() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(PartsBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        for (RunResult result : results) {
            Result<?> score = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
            line(
                    "%-25s %9.1f ns +- %5.1f %,14.0f /s %8.2f B",
                    score.getLabel(),
                    score.getScore(),
                    score.getScoreError(),
                    1e9 / score.getScore(),
                    allocated == null ? Double.NaN : allocated.getScore());
        }
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
