// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.source.CapturedLoss;
import io.flowobserver.source.Delivered;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class OutputStatisticsTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    private final OutputStatistics statistics = new OutputStatistics();
    private final Delivered sink = new Delivered();
    private int count;

    @Test
    void tellLosses_growingCounts_tellsWhatIsNewByCpu() {
        statistics.start(1_000);
        entry(0, 4, 10, 2);
        entry(2, 4, 10, 0);
        entry(2, 1, 10, 3);
        statistics.tellLosses(buffer, count, 2_000, sink);
        assertThat(sink.losses)
                .containsExactly(new CapturedLoss(1, 0, 2, 1_000, 2_000), new CapturedLoss(1, 2, 3, 1_000, 2_000));

        sink.losses.clear();
        statistics.tellLosses(buffer, count, 3_000, sink);
        assertThat(sink.losses).isEmpty();

        count = 0;
        entry(0, 4, 20, 2);
        entry(2, 4, 20, 4);
        entry(2, 1, 20, 4);
        statistics.tellLosses(buffer, count, 4_000, sink);
        assertThat(sink.losses).containsExactly(new CapturedLoss(1, 2, 5, 3_000, 4_000));
    }

    @Test
    void read_entries_areAsWritten() {
        entry(7, 4, 10, 2);
        buffer.putLong(OutputStatistics.SUPPRESSED_OFFSET, 6);

        assertThat(OutputStatistics.read(buffer, count)).containsExactly(new OutputCount(7, 4, 10, 2, 6));
    }

    @Test
    void tellLosses_suppressedEvents_areAddedUpAndNoLoss() {
        statistics.start(1_000);
        entry(0, 4, 10, 0);
        buffer.putLong(OutputStatistics.SUPPRESSED_OFFSET, 6);
        entry(1, 4, 10, 0);
        buffer.putLong(OutputStatistics.ENTRY_LENGTH + OutputStatistics.SUPPRESSED_OFFSET, 7);

        statistics.tellLosses(buffer, count, 2_000, sink);
        statistics.tellLosses(buffer, count, 3_000, sink);

        assertThat(statistics.suppressed()).isEqualTo(13);
        assertThat(sink.losses).isEmpty();
    }

    private void entry(int cpu, int type, long attempts, long failed) {
        int at = count++ * OutputStatistics.ENTRY_LENGTH;
        buffer.putInt(at + OutputStatistics.CPU_OFFSET, cpu);
        buffer.putInt(at + OutputStatistics.TYPE_OFFSET, type);
        buffer.putLong(at + OutputStatistics.ATTEMPTS_OFFSET, attempts);
        buffer.putLong(at + OutputStatistics.FAILED_OFFSET, failed);
    }
}
