// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.ring.LossNote;
import org.junit.jupiter.api.Test;

class MissedFlowsTest {
    private static final long SECOND = 1_000_000_000L;
    /** The monotonic clock begins anywhere. */
    private static final long NOW = -3 * SECOND;

    private static final long WALL = 1_700_000_000L * SECOND;

    private final MissedFlows loss = new MissedFlows();

    @Test
    void take_severalLosses_areOneNote() {
        loss.add(3, NOW);
        loss.add(4, NOW + 7);
        assertThat(loss.take(NOW + 9, WALL + 9))
                .isEqualTo(new LossNote(LossNote.FLOW_RING, LossNote.NO_CPU, 7, WALL, WALL + 7));
        assertThat(loss.isPending()).isFalse();
    }

    @Test
    void isDue_streamThatIsBehind_aSecondAfterTheFirstLoss() {
        assertThat(loss.isDue(NOW)).isFalse();
        loss.add(1, NOW);
        loss.add(1, NOW + SECOND / 2);
        assertThat(loss.isDue(NOW + SECOND - 1)).isFalse();
        assertThat(loss.isDue(NOW + SECOND)).isTrue();
    }

    @Test
    void isDueAtLast_streamThatHasCaughtUp_atOnceButOnlyOnceASecond() {
        assertThat(loss.isDueAtLast(NOW)).isFalse();
        loss.add(1, NOW);
        assertThat(loss.isDueAtLast(NOW)).isTrue();
        loss.take(NOW, WALL);
        assertThat(loss.isDueAtLast(NOW + 5 * SECOND)).isFalse();
        loss.add(1, NOW + 1);
        assertThat(loss.isDueAtLast(NOW + SECOND - 1)).isFalse();
        assertThat(loss.isDueAtLast(NOW + SECOND)).isTrue();
    }

    @Test
    void take_wallClockSetBackMeanwhile_timesAreOfTheNewClock() {
        loss.add(3, NOW);
        loss.add(4, NOW + SECOND / 2);
        long setBack = WALL - 3600 * SECOND;
        assertThat(loss.isDue(NOW + SECOND)).isTrue();
        assertThat(loss.take(NOW + SECOND, setBack))
                .isEqualTo(
                        new LossNote(LossNote.FLOW_RING, LossNote.NO_CPU, 7, setBack - SECOND, setBack - SECOND / 2));
    }
}
