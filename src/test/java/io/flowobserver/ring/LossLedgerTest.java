// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LossLedgerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HOSTILE_CPUS = 80_000;

    private final LossLedger ledger = new LossLedger();

    /** The clock was set back by an hour; nobody waits an hour for the note. */
    @Test
    void tick_noteAheadOfTheClock_isClosed() {
        long hour = 3_600 * SECOND;
        ledger.add(new LossNote(LossNote.PERF_RING, 0, 1, 2 * hour, 2 * hour));
        ledger.tick(2 * hour);
        assertThat(ledger.end()).isZero();
        ledger.tick(hour);
        assertThat(ledger.end()).isEqualTo(1);
    }

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

    @Test
    void note_open_isReadAsItIsAndGrows() {
        ledger.add(new LossNote(LossNote.PERF_RING, 1, 5, SECOND, SECOND));
        assertThat(ledger.opened()).isEqualTo(1);
        assertThat(ledger.note(0)).isEqualTo(new LossNote(LossNote.PERF_RING, 1, 5, SECOND, SECOND));
        ledger.add(new LossNote(LossNote.PERF_RING, 1, 7, SECOND, SECOND + 1));
        assertThat(ledger.opened()).isEqualTo(1);
        assertThat(ledger.note(0)).isEqualTo(new LossNote(LossNote.PERF_RING, 1, 12, SECOND, SECOND + 1));
        assertThat(ledger.end()).isZero();
    }

    /** A capture can name any CPUs. */
    @Test
    void add_moreCpusThanANodeHas_shareOneNoteWithoutCpu() {
        for (int round = 0; round < 2; round++) {
            for (int cpu = 0; cpu < HOSTILE_CPUS; cpu++) {
                ledger.add(new LossNote(LossNote.PERF_RING, cpu, 3, SECOND + cpu, SECOND + cpu));
            }
        }
        ledger.add(new LossNote(LossNote.EVENTS_QUEUE, HOSTILE_CPUS, 1, SECOND, SECOND));
        ledger.flush();
        assertThat(ledger.end()).isLessThan(4096);
        assertThat(ledger.note(0)).isEqualTo(new LossNote(LossNote.PERF_RING, 0, 6, SECOND, SECOND));
        assertThat(note(ledger.end() - 2).cpu()).isEqualTo(LossNote.NO_CPU);
        assertThat(note(ledger.end() - 1).cpu()).isEqualTo(HOSTILE_CPUS);
        assertThat(LongStream.range(0, ledger.end())
                        .map(number -> note(number).count())
                        .sum())
                .isEqualTo(6L * HOSTILE_CPUS + 1);
        assertThat(ledger.total(LossNote.PERF_RING)).isEqualTo(6L * HOSTILE_CPUS);
    }

    @Test
    void add_afterTheNotesOfManyCpusAreClosed_hasNotesOfItsOwnAgain() {
        for (int cpu = 0; cpu < HOSTILE_CPUS; cpu++) {
            ledger.add(new LossNote(LossNote.PERF_RING, cpu, 1, SECOND, SECOND));
        }
        ledger.tick(3 * SECOND);
        ledger.add(new LossNote(LossNote.PERF_RING, HOSTILE_CPUS, 1, 3 * SECOND, 3 * SECOND));
        assertThat(note(ledger.end()).cpu()).isEqualTo(HOSTILE_CPUS);
    }

    @Test
    void add_whileAReaderHasTheLedger_doesNotWait() throws Exception {
        synchronized (ledger) {
            CompletableFuture.runAsync(() -> {
                        ledger.add(new LossNote(LossNote.PERF_RING, 1, 5, SECOND, SECOND));
                        ledger.tick(2 * SECOND);
                    })
                    .get(10, TimeUnit.SECONDS);
        }
        assertThat(ledger.end()).isEqualTo(1);
    }

    @Test
    void note_whileTheWriterReplacesIt_isTheRightOneOrNone() throws Exception {
        LossLedger small = new LossLedger(3, 1);
        CompletableFuture<Long> reading = CompletableFuture.supplyAsync(() -> {
            long wrong = 0;
            while (small.opened() < 200_000) {
                for (long number = small.begin(); number < small.opened(); number++) {
                    LossNote note = small.note(number);
                    wrong += note != null && note.firstNanos() != number * SECOND ? 1 : 0;
                }
            }
            return wrong;
        });
        for (int second = 0; second < 200_000; second++) {
            small.add(new LossNote(LossNote.PERF_RING, 0, 1, second * SECOND, second * SECOND));
        }
        assertThat(reading.get(60, TimeUnit.SECONDS)).isZero();
    }

    /** Its notes may not keep back those of others for long. */
    @Test
    void tick_notesEachFurtherAhead_doNotHoldBackTheEnd() {
        for (int i = 1; i <= 100; i++) {
            ledger.add(new LossNote(LossNote.PERF_RING, i, 1, (i * 5L) * SECOND, (i * 5L) * SECOND));
        }
        ledger.add(new LossNote(LossNote.EVENTS_QUEUE, 0, 1, SECOND, SECOND));
        ledger.tick(SECOND);
        assertThat(ledger.end()).isZero();
        ledger.tick(12 * SECOND);
        assertThat(ledger.end()).isEqualTo(101);
    }

    private LossNote note(long number) {
        return Objects.requireNonNull(ledger.note(number));
    }
}
