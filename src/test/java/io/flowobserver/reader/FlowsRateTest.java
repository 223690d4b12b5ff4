// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.ring.FlowRing;
import org.junit.jupiter.api.Test;

class FlowsRateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_700_000_000L * SECOND;

    @Test
    void of_emptyRing_zero() {
        assertThat(FlowsRate.of(new FlowRing(8), NOW)).isZero();
    }

    @Test
    void of_ringYoungerThanAMinute_dividesByTheOldestAge() {
        assertThat(FlowsRate.of(ring(8, 16, 14, 12, 10, 8, 6, 4, 2), NOW)).isEqualTo(0.5);
    }

    @Test
    void of_ringOlderThanAMinute_countsTheLastMinute() {
        assertThat(FlowsRate.of(ring(16, 61, 9, 8, 7, 6, 5, 4, 3, 2, 1), NOW)).isEqualTo(0.15);
        assertThat(FlowsRate.of(ring(16, 90, 61), NOW)).isZero();
    }

    @Test
    void of_overwrittenRing_countsWhatIsReadable() {
        assertThat(FlowsRate.of(ring(2, 61, 20, 10), NOW)).isEqualTo(0.1);
    }

    @Test
    void of_flowJustNow_finite() {
        assertThat(FlowsRate.of(ring(8, 0), NOW)).isEqualTo(1);
    }

    private static FlowRing ring(int capacity, int... ages) {
        var ring = new FlowRing(capacity);
        for (int age : ages) {
            ring.claim().timeNanos(NOW - age * SECOND);
            ring.publish();
        }
        return ring;
    }
}
