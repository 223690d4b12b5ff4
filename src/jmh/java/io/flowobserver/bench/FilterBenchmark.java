// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.filter.Filters;
import io.flowobserver.filter.FlowMatcher;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.ring.RingReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A million flows of a ring looked through, by what is looked for; few or none of them match. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms64m", "-Xmx256m", "-XX:MaxDirectMemorySize=512m"})
public class FilterBenchmark {
    private static final int FLOWS = 1_000_000;

    @Param({"verdict", "ip", "label", "cel", "cel labels", "cel of a flow"})
    public String filter;

    private final FlowView view = new FlowView();
    private BenchServer road;
    private RingReader reader;
    private FlowMatcher wanted;
    private Predicate<FlowView> glance;

    /** Fills a ring. */
    @Setup(Level.Trial)
    public void fill() throws IOException, FilterException {
        BenchInventory world = new BenchInventory();
        road = new BenchServer(world, BenchCapture.capture(world), FLOWS);
        while (road.ring.written() < FLOWS) {
            road.replayOnce();
        }
        reader = road.ring.reader();
        wanted = new Filters(road.uuids).compile(List.of(filter()), List.of());
        glance = wanted::glance;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        road.close();
    }

    /** From the oldest to the newest. */
    @Benchmark
    public int scan() {
        reader.seek(road.ring.oldest());
        int matches = 0;
        while (true) {
            switch (reader.read(view, glance)) {
                case OK -> matches += wanted.test(view) ? 1 : 0;
                case SKIPPED -> {
                    // not even copied
                }
                default -> {
                    return matches;
                }
            }
        }
    }

    private FlowFilter filter() {
        FlowFilter.Builder wanted = FlowFilter.newBuilder();
        switch (filter) {
            case "verdict" -> wanted.addVerdict(Verdict.DROPPED);
            case "ip" -> wanted.addSourceIp("192.0.2.0/24");
            case "label" -> wanted.addSourceLabel("k8s:app.kubernetes.io/name=nothing");
            case "cel" -> cel(wanted, "_flow.verdict == Verdict.DROPPED && _flow.l4.TCP.destination_port == 80u");
            case "cel labels" -> cel(wanted, "_flow.source.labels.exists(l, l == 'k8s:app=nothing')");
            default -> cel(wanted, "_flow.verdict == Verdict.DROPPED && _flow.Summary == ''");
        }
        return wanted.build();
    }

    private static void cel(FlowFilter.Builder filter, String expression) {
        filter.getExperimentalBuilder().addCelExpression(expression);
    }
}
