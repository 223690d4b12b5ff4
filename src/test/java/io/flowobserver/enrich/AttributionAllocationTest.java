// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a million attributions cost in heap: nothing, whatever is known of the peers. */
class AttributionAllocationTest {
    private static final int EVENTS = 1_000_000;
    private static final long ALLOWED_BYTES = 64 << 10;

    private static final int[] HINTS = {0, 26030, 16777217, 27777};

    private final Snapshot world = VectorInventory.snapshot();
    private final Attribution attribution = new Attribution(AttributionOptions.DEFAULT);
    private final List<FlowWriter> rows = new ArrayList<>();

    @Test
    void apply_millionEvents_allocatesNothing() {
        addRows();
        apply(EVENTS / 10);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        apply(EVENTS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(ALLOWED_BYTES);
    }

    /** Local, remote pod, range, unknown, service and name, each against each. */
    private void addRows() {
        var addresses = List.of(
                "10.0.0.10",
                "f00d::a:0:0:11",
                "10.0.0.23",
                "10.0.1.5",
                "1.1.1.200",
                "203.0.113.7",
                "10.96.0.20",
                "9.9.9.9");
        for (String source : addresses) {
            for (String destination : addresses) {
                FlowWriter row = Rows.trace(source, destination);
                row.addFlags(FlowFlags.INTERFACE);
                row.interfaceIndex(2);
                row.emittingEndpointId(1234);
                row.traceReason(1);
                row.destinationPort(80);
                rows.add(row);
            }
        }
    }

    private void apply(int events) {
        for (int i = 0; i < events; i++) {
            FlowWriter row = rows.get(i % rows.size());
            row.sourceIdentity(HINTS[i / rows.size() % HINTS.length]);
            row.destinationIdentity(HINTS[i / rows.size() % HINTS.length]);
            attribution.apply(world, row);
        }
    }
}
