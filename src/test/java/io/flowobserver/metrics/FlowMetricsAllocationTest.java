// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.expose.PromText;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counting a million flows costs in heap once their labels are known: nothing. */
class FlowMetricsAllocationTest {
    private static final int FLOWS = 1_000_000;
    private static final int BUDGET = 10_000;
    private static final long ALLOWED_BYTES = 64 << 10;

    private final List<FlowView> flows = RecordedFlows.views();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop tcp flow",
                "drop:sourceContext=pod|ip;destinationContext=dns|ip tcp:labelsContext=source_app,traffic_direction"
                        + " flow:sourceContext=workload-name|reserved-identity flows-to-world:port icmp policy"
                        + " port-distribution:sourceIngressContext=identity",
                "flow dns:query;sourceContext=pod|dns kafka http:destinationContext=workload;labelsContext=source_app"
            })
    void flow_million_allocatesNothing(String metrics) {
        FlowMetrics counted = FlowMetrics.of(List.of(metrics), BUDGET);
        count(counted, FLOWS / 5);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        count(counted, FLOWS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOWED_BYTES);
        assertThat(PromText.samples(PromText.lines(counted)).values().stream()
                        .mapToDouble(value -> value)
                        .sum())
                .isGreaterThan(FLOWS);
    }

    private void count(FlowMetrics metrics, int events) {
        for (int i = 0; i < events; i++) {
            metrics.flow(flows.get(i % flows.size()));
        }
    }
}
