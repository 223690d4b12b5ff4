// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.Malformed;
import io.flowobserver.flow.row.MessageType;
import org.junit.jupiter.api.Test;

class EventErrorsTest {
    private final EventCounters counters = new EventCounters();
    private final EventErrors errors = new EventErrors(() -> counters, 0);

    @Test
    void areMost_overHalfOfASecond_untilTheNextSecond() {
        count(3, 4);
        errors.endBatch(EventErrors.WINDOW_NANOS - 1);
        assertThat(errors.areMost()).as("the second is not over").isFalse();
        errors.endBatch(EventErrors.WINDOW_NANOS);
        assertThat(errors.areMost()).isTrue();
        count(4, 4);
        errors.endBatch(2 * EventErrors.WINDOW_NANOS - 1);
        assertThat(errors.areMost()).isTrue();
        errors.endBatch(2 * EventErrors.WINDOW_NANOS);
        assertThat(errors.areMost()).as("half is not over half").isFalse();
    }

    @Test
    void areMost_secondWithoutEvents_isGood() {
        count(0, 1);
        errors.endBatch(EventErrors.WINDOW_NANOS);
        assertThat(errors.areMost()).isTrue();
        errors.endBatch(2 * EventErrors.WINDOW_NANOS);
        assertThat(errors.areMost()).isFalse();
    }

    private void count(int good, int bad) {
        for (int i = 0; i < good + bad; i++) {
            counters.countReceived(MessageType.TRACE, 1);
            if (i < bad) {
                counters.countRejected(Malformed.INTERNAL);
            } else {
                counters.countFlow(true);
            }
        }
    }
}
