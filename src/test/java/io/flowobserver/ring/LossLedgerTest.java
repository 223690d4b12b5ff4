// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossLedgerTest {
    /** The clock was set back by an hour; nobody waits an hour for the note. */
    @Test
    void tick_noteAheadOfTheClock_isClosed() {
        LossLedger ledger = new LossLedger();
        long hour = 3_600_000_000_000L;
        ledger.add(new LossNote(LossNote.PERF_RING, 0, 1, 2 * hour, 2 * hour));
        ledger.tick(2 * hour);
        assertThat(ledger.end()).isZero();
        ledger.tick(hour);
        assertThat(ledger.end()).isEqualTo(1);
    }

    private static final long SECOND = 1_000_000_000L;
    private final LossLedger ledger = new LossLedger();

    @Test
    void add_sameSecondSamePlace_isOneNote() {
        ledger.add(new LossNote(LossNote.PERF_RING, 1, 5, SECOND, SECOND));
        ledger.add(new LossNote(LossNote.PERF_RING, 1, 7, SECOND + 10, SECOND + 20));
        assertThat(ledger.end()).isZero();
        ledger.tick(2 * SECOND);
        assertThat(ledger.end()).isEqualTo(1);
        assertThat(ledger.note(0)).isEqualTo(new LossNote(LossNote.PERF_RING, 1, 12, SECOND, SECOND + 20));
        assertThat(ledger.total(LossNote.PERF_RING)).isEqualTo(12);
        assertThat(ledger.reports(LossNote.PERF_RING)).isEqualTo(2);
        assertThat(ledger.reports(LossNote.EVENTS_QUEUE)).isZero();
        assertThat(ledger.total(LossNote.EVENTS_QUEUE)).isZero();
    }

    @Test
    void add_otherCpuOrSource_isAnotherNote() {
        ledger.add(new LossNote(LossNote.PERF_RING, 0, 1, SECOND, SECOND));
        ledger.add(new LossNote(LossNote.PERF_RING, 1, 2, SECOND, SECOND));
        ledger.add(new LossNote(LossNote.EVENTS_QUEUE, 1, 3, SECOND, SECOND));
        ledger.flush();
        assertThat(ledger.end()).isEqualTo(3);
        assertThat(ledger.total(LossNote.PERF_RING)).isEqualTo(3);
        assertThat(ledger.total(LossNote.EVENTS_QUEUE)).isEqualTo(3);
    }

    @Test
    void add_sourceWithoutName_countsAsUnknown() {
        for (int source : new int[] {-1, Integer.MIN_VALUE, 4, Integer.MAX_VALUE}) {
            ledger.add(new LossNote(source, 0, 1, SECOND, SECOND));
        }
        ledger.flush();
        assertThat(ledger.total(0)).isEqualTo(4);
        assertThat(ledger.reports(0)).isEqualTo(4);
        assertThat(ledger.note(0)).isEqualTo(new LossNote(LossNote.UNKNOWN, 0, 4, SECOND, SECOND));
    }

    @Test
    void note_moreThanAreKept_oldestGo() {
        for (int i = 0; i < 5000; i++) {
            ledger.add(new LossNote(LossNote.PERF_RING, 0, 1, i * SECOND, i * SECOND));
        }
        ledger.flush();
        assertThat(ledger.end()).isEqualTo(5000);
        assertThat(ledger.note(ledger.begin() - 1)).isNull();
        assertThat(ledger.note(ledger.begin())).isNotNull();
        assertThat(ledger.note(ledger.end())).isNull();
        assertThat(ledger.total(LossNote.PERF_RING)).isEqualTo(5000);
    }
}
