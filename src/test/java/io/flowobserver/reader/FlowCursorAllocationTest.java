// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.filter.Filters;
import io.flowobserver.filter.FlowMatcher;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.Rings;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reading costs in heap: something for a time slice, nothing for a flow. */
class FlowCursorAllocationTest {
    private static final int FLOWS_PER_ROUND = 4_000;
    private static final int WARM_UP_ROUNDS = 100;
    private static final int ROUNDS = 100;
    /** An eighth of a byte for each flow. */
    private static final long ALLOWED_BYTES = (long) ROUNDS * FLOWS_PER_ROUND / 8;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Rings rings = Rings.ofFlows(FLOWS_PER_ROUND);
    private final Counting counting = new Counting();

    @Test
    void poll_eachFlowDelivered_allocatesNextToNothing() {
        assertThat(allocated(Filters.EVERYTHING)).isLessThan(ALLOWED_BYTES);
        assertThat(counting.flows).isEqualTo((long) FLOWS_PER_ROUND * (WARM_UP_ROUNDS + ROUNDS));
    }

    @Test
    void poll_everyFourthFlowDelivered_allocatesNextToNothing() throws Exception {
        FlowFilter drops = FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();
        assertThat(allocated(new Filters(new FlowUuid()).compile(List.of(drops), List.of())))
                .isLessThan(ALLOWED_BYTES);
        assertThat(counting.flows).isEqualTo((long) FLOWS_PER_ROUND / 4 * (WARM_UP_ROUNDS + ROUNDS));
    }

    /** The bytes that this thread allocates while it reads what was written before. */
    private long allocated(FlowMatcher filter) {
        FlowQuery query =
                new FlowQuery(Long.MAX_VALUE, false, true, Long.MIN_VALUE, Long.MAX_VALUE, filter, false, null);
        var entry = new Readers().open(new ReaderIdentity(ReaderKind.GRPC, "test"), rings.flows()::written);
        FlowCursor cursor = new FlowCursor(query, rings, entry, new ReadContext());
        long sum = 0;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            write();
            long before = threads.getCurrentThreadAllocatedBytes();
            while (cursor.poll(counting) != PollResult.CAUGHT_UP) {
                // until all is read
            }
            sum += round < 0 ? 0 : threads.getCurrentThreadAllocatedBytes() - before;
        }
        System.out.println(ROUNDS * FLOWS_PER_ROUND + " flows read: " + sum + " bytes allocated");
        return sum;
    }

    private void write() {
        for (int i = 0; i < FLOWS_PER_ROUND; i++) {
            FlowWriter row = rings.flows().claim();
            row.verdict(i % 4 == 3 ? Verdict.DROPPED_VALUE : Verdict.FORWARDED_VALUE);
            rings.flows().publish();
        }
    }

    private static final class Counting implements FlowHandler {
        private long flows;

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void onFlow(FlowView flow) {
            flows++;
        }

        @Override
        public void onLost(LossNote note, long timeNanos) {
            throw new AssertionError("nothing is lost here");
        }
    }
}
