// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.metrics.expose.PromText;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the series of pods that are no more, by a clock that the test turns. */
class DeletedPodsTest {
    private static final int BUDGET = 10_000;
    private static final PodName WEB = new PodName("shop", "web-1");
    private static final PodName DB = new PodName("shop", "db-1");
    private static final PodName LONE = new PodName("", "lone");
    private static final Map<PodName, Endpoint> ENDPOINTS = new HashMap<>();

    private final FlowWriter row = new FlowWriter();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(70).toNanos();

    @ParameterizedTest
    @CsvSource(
            delimiter = '%',
            textBlock =
                    """
                    sourceContext=pod % shop/db-1 % lone
                    destinationContext=pod % shop/db-1 % lone
                    sourceContext=app|pod % shop/db-1 % lone
                    sourceIngressContext=ip;sourceEgressContext=pod % shop/db-1 % lone
                    """)
    void pods_gone_losesTheirSeriesAfterAMinute(String option, String stays, String staysToo) {
        FlowMetrics metrics = FlowMetrics.of(List.of("flow:" + option), BUDGET);
        DeletedPods deleted = new DeletedPods(metrics, () -> now);
        deleted.present(Set.of(WEB, DB, LONE));
        countAll(metrics);
        deleted.present(Set.of(DB, LONE));
        deleted.forgetDue();
        assertThat(values(metrics)).contains(stays);
        int before = values(metrics).size();
        pass(Duration.ofSeconds(59));
        deleted.forgetDue();
        assertThat(values(metrics)).hasSize(before);
        pass(Duration.ofSeconds(1));
        deleted.forgetDue();
        assertThat(values(metrics)).doesNotContain("shop/web-1").contains(stays, staysToo);
    }

    @Test
    void pods_gone_bothEndsOfEachMetric() {
        FlowMetrics metrics = FlowMetrics.of(
                List.of(
                        "flow:labelsContext=source_pod,source_namespace,destination_pod,destination_namespace",
                        "flows-to-world",
                        "port-distribution:sourceContext=pod;destinationContext=pod"),
                BUDGET);
        DeletedPods deleted = new DeletedPods(metrics, () -> now);
        deleted.present(Set.of(WEB, DB, LONE));
        countAll(metrics);
        assertThat(samples(metrics)).hasSize(2 * 6);
        deleted.present(Set.of(DB, LONE));
        pass(DeletedPods.DELAY);
        deleted.forgetDue();
        // Six pairs of three pods; two of them are without the one that went.
        assertThat(samples(metrics)).hasSize(2 * 2);
        assertThat(metrics.series().get(0).hasRoom()).isTrue();
    }

    @Test
    void flow_afterItsPodWent_countsFromOneAgain() {
        FlowMetrics metrics = FlowMetrics.of(List.of("flow:sourceContext=pod"), BUDGET);
        DeletedPods deleted = new DeletedPods(metrics, () -> now);
        deleted.present(Set.of(WEB));
        count(metrics, WEB, DB);
        count(metrics, WEB, DB);
        count(metrics, DB, WEB);
        deleted.present(Set.of());
        pass(DeletedPods.DELAY);
        deleted.forgetDue();
        count(metrics, WEB, DB);
        count(metrics, DB, WEB);
        assertThat(samples(metrics).values()).containsExactlyInAnyOrder(1.0, 2.0);
    }

    @Test
    void pods_backInTime_keepTheirCounts() {
        FlowMetrics metrics = FlowMetrics.of(List.of("flow:sourceContext=pod"), BUDGET);
        DeletedPods deleted = new DeletedPods(metrics, () -> now);
        deleted.present(Set.of(WEB));
        count(metrics, WEB, DB);
        deleted.present(Set.of());
        pass(Duration.ofSeconds(59));
        deleted.present(Set.of(WEB));
        pass(Duration.ofSeconds(59));
        deleted.forgetDue();
        assertThat(values(metrics)).containsExactly("shop/web-1");
        deleted.present(Set.of());
        deleted.forgetDue();
        assertThat(values(metrics)).containsExactly("shop/web-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '%',
            textBlock =
                    """
                    sourceContext=pod-name
                    sourceContext=workload|namespace
                    labelsContext=source_pod,destination_namespace
                    """)
    void pods_namedWithoutTheirNamespace_keepTheirSeries(String option) {
        FlowMetrics metrics = FlowMetrics.of(List.of("flow:" + option), BUDGET);
        DeletedPods deleted = new DeletedPods(metrics, () -> now);
        deleted.present(Set.of(WEB, DB));
        countAll(metrics);
        Map<String, Double> before = samples(metrics);
        deleted.present(Set.of());
        pass(DeletedPods.DELAY);
        deleted.forgetDue();
        assertThat(samples(metrics)).isEqualTo(before);
    }

    @Test
    void flow_tenThousandPodsComeAndGo_staysWithinTheBudgetAndForgetsThem() {
        FlowMetrics metrics = FlowMetrics.of(
                List.of("flow:sourceContext=pod;destinationContext=pod|ip", "drop:sourceContext=pod"), 1_002);
        DeletedPods deleted = new DeletedPods(metrics, () -> now);
        for (int generation = 0; generation < 20; generation++) {
            Set<PodName> pods = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                pods.add(new PodName("shop", "web-" + generation + "-" + i));
            }
            deleted.present(pods);
            pods.forEach(pod -> count(metrics, pod, DB));
            assertThat(samples(metrics)).hasSize(generation == 0 ? 500 : 1_000);
            pass(DeletedPods.DELAY);
            deleted.forgetDue();
        }
        deleted.present(Set.of());
        pass(DeletedPods.DELAY);
        deleted.forgetDue();
        count(metrics, DB, DB);
        assertThat(values(metrics)).containsOnly("shop/db-1");
        assertThat(metrics.series()).allMatch(series -> series.refused() == 0);
        assertThat(metrics.remembered()).isEqualTo(3);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void countAll(FlowMetrics metrics) {
        for (PodName from : List.of(WEB, DB, LONE)) {
            for (PodName to : List.of(WEB, DB, LONE)) {
                if (!from.equals(to)) {
                    count(metrics, from, to);
                }
            }
        }
    }

    private void count(FlowMetrics metrics, PodName from, PodName to) {
        row.clear();
        row.addFlags(FlowFlags.REPLY_KNOWN);
        row.verdict(1);
        row.l4Protocol(1);
        row.direction(2);
        row.source(endpoint(from));
        row.destination(endpoint(to));
        metrics.flow(row.view());
    }

    private static Endpoint endpoint(PodName pod) {
        return ENDPOINTS.computeIfAbsent(pod, name -> new Endpoint(name, "", List.of(), List.of()));
    }

    private static Map<String, Double> samples(FlowMetrics metrics) {
        Map<String, Double> samples = PromText.samples(PromText.lines(metrics));
        samples.keySet().removeIf(line -> line.startsWith("#"));
        return samples;
    }

    private static Set<String> values(FlowMetrics metrics) {
        Set<String> values = new HashSet<>();
        for (String line : samples(metrics).keySet()) {
            values.add(line.replaceFirst(".*[{,](source|destination)=\"([^\"]*)\".*", "$2"));
        }
        return values;
    }
}
