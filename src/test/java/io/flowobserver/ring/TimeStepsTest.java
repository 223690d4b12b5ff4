// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeStepsTest {
    private static final long SECOND = TimeSteps.JITTER_NANOS;

    private final TimeSteps steps = new TimeSteps();
    private long sequence;

    @Test
    void next_timesInOrderOrNearly_areNoStep() {
        add(5 * SECOND, 9 * SECOND, 8 * SECOND, 9 * SECOND, Long.MAX_VALUE);
        assertThat(steps.after(-1)).isEqualTo(Long.MAX_VALUE);
        assertThat(steps.upTo(100)).isZero();
    }

    @Test
    void next_timeGoesBackByOverASecond_isAStep() {
        add(5 * SECOND, 9 * SECOND, 8 * SECOND - 1, 8 * SECOND, 7 * SECOND, 3 * SECOND, 100 * SECOND);
        assertThat(steps.after(0)).isEqualTo(2);
        assertThat(steps.after(1)).isEqualTo(2);
        assertThat(steps.after(2)).isEqualTo(5);
        assertThat(steps.after(5)).isEqualTo(Long.MAX_VALUE);
        assertThat(steps.upTo(1)).isZero();
        assertThat(steps.upTo(2)).isEqualTo(2);
        assertThat(steps.upTo(4)).isEqualTo(2);
        assertThat(steps.upTo(1_000)).isEqualTo(5);
    }

    @Test
    void next_manySteps_theNewestAreKept() {
        for (int i = 0; i < 3 * TimeSteps.KEPT; i++) {
            add(9 * SECOND, SECOND);
        }
        assertThat(steps.after(0)).isEqualTo(4L * TimeSteps.KEPT + 1);
        assertThat(steps.upTo(Long.MAX_VALUE)).isEqualTo(6L * TimeSteps.KEPT - 1);
    }

    private void add(long... times) {
        for (long time : times) {
            steps.next(sequence++, time);
        }
    }
}
