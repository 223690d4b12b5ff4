// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.metrics.DeletedPods;
import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.expose.Exposition;
import io.flowobserver.metrics.expose.LostEvents;
import io.flowobserver.serve.MetricsListener;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Ten thousand pods come and go while flows are counted as fast as it goes and somebody scrapes all the time. */
class ITMetricsChurn {
    private static final int BUDGET = 10_000;
    private static final int PODS = 10_000;
    private static final int PODS_AT_A_TIME = 1_000;
    private static final Duration SCRAPE = Duration.ofSeconds(1);

    private final FlowMetrics metrics = FlowMetrics.of(
            List.of(
                    "drop:sourceContext=pod;destinationContext=pod",
                    "tcp:sourceContext=pod;destinationContext=pod",
                    "flow:sourceContext=pod;destinationContext=pod",
                    "port-distribution:sourceContext=pod"),
            BUDGET);
    private final AtomicLong now = new AtomicLong();
    private final DeletedPods deleted = new DeletedPods(metrics, now::get);
    private final AtomicReference<List<Endpoint>> present = new AtomicReference<>(List.of());
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong flows = new AtomicLong();

    @Test
    void scrape_podsComeAndGo_staysWithinBudgetAndASecond() throws Exception {
        Exposition exposition = new Exposition(metrics, new LostEvents(() -> 0, () -> 0, () -> 0));
        MetricsListener listener = MetricsListeners.start(exposition);
        Thread ingest = new Thread(this::countUntilDone, "ingest");
        ingest.start();
        long cpuBefore = cpuNanos();
        int scrapes = 0;
        try {
            for (int first = 0; first < PODS; first += PODS_AT_A_TIME) {
                replacePods(first);
                assertWithinBudget(scrape(listener));
                now.addAndGet(DeletedPods.DELAY.toNanos());
                deleted.forgetDue();
                assertThat(scrape(listener)).doesNotContain("\"shop/web-" + (first - PODS_AT_A_TIME) + "\"");
                scrapes += 2;
            }
        } finally {
            done.set(true);
            ingest.join();
        }
        // Not by the wall clock: what else the machine does is nobody's fault here.
        Duration each = Duration.ofNanos((cpuNanos() - cpuBefore) / scrapes);
        listener.close();
        assertThat(each).as("CPU time of a scrape after %s flows", flows).isBetween(Duration.ofMillis(1), SCRAPE);
    }

    /** What the listener's thread has used. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals("observer-metrics-0"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private void replacePods(int first) throws InterruptedException {
        List<Endpoint> pods = new ArrayList<>();
        Set<PodName> names = new HashSet<>();
        for (int i = first; i < first + PODS_AT_A_TIME; i++) {
            PodName name = new PodName("shop", "web-" + i);
            names.add(name);
            pods.add(new Endpoint(name, "", List.of("k8s:app=web"), List.of()));
        }
        deleted.present(names);
        present.set(List.copyOf(pods));
        long enough = flows.get() + 20L * PODS_AT_A_TIME;
        while (flows.get() < enough) {
            Thread.onSpinWait();
        }
    }

    /** Each pod talks to 20 others, so that there are more pairs than series. */
    private void countUntilDone() {
        FlowWriter row = new FlowWriter();
        for (int i = 0; !done.get(); i++) {
            List<Endpoint> pods = present.get();
            if (!pods.isEmpty()) {
                row.clear();
                row.addFlags(FlowFlags.REPLY_KNOWN | FlowFlags.IP | FlowFlags.TCP_FLAGS | FlowFlags.EVENT_TYPE);
                row.eventType(MessageType.TRACE);
                row.verdict(i % 10 == 0 ? Verdicts.DROPPED : 1);
                row.l4Protocol(L4Protocol.TCP);
                row.destinationPort(80);
                row.tcpFlags(TcpFlags.SYN);
                row.source(pods.get(i % pods.size()));
                row.destination(pods.get((i + 1 + i / pods.size() % 20) % pods.size()));
                metrics.flow(row.view());
                flows.incrementAndGet();
            }
        }
    }

    private static void assertWithinBudget(String page) {
        Map<String, Long> families = page.lines()
                .filter(line -> line.startsWith("hubble_"))
                .map(line -> line.substring(0, line.indexOf('{')))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(families.values()).allMatch(series -> series <= BUDGET);
        assertThat(families.get("hubble_flows_processed_total")).isGreaterThan(PODS_AT_A_TIME);
    }

    private static String scrape(MetricsListener listener) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + listener.bound() + "/metrics"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
