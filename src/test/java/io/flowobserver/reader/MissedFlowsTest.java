// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.ring.LossNote;
import org.junit.jupiter.api.Test;

class MissedFlowsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_700_000_000L * SECOND;

    private final MissedFlows loss = new MissedFlows();

    @Test
    void take_severalLosses_areOneNote() {
        loss.add(3, NOW);
        loss.add(4, NOW + 7);
        assertThat(loss.take(NOW + 9)).isEqualTo(new LossNote(LossNote.FLOW_RING, LossNote.NO_CPU, 7, NOW, NOW + 7));
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
        loss.take(NOW);
        assertThat(loss.isDueAtLast(NOW + 5 * SECOND)).isFalse();
        loss.add(1, NOW + 1);
        assertThat(loss.isDueAtLast(NOW + SECOND - 1)).isFalse();
        assertThat(loss.isDueAtLast(NOW + SECOND)).isTrue();
    }

    @Test
    void isDue_clockPutBack_doesNotWaitForIt() {
        loss.add(1, NOW);
        assertThat(loss.isDue(NOW - 3600 * SECOND)).isTrue();
        loss.take(NOW);
        loss.add(1, NOW - 3600 * SECOND);
        assertThat(loss.isDueAtLast(NOW - 3600 * SECOND)).isTrue();
    }
}
