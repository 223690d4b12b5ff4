// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The ledger against a model that keeps every note and looks at all of them at each step. */
class LossLedgerProperties {
    private static final long SECOND = 1_000_000_000L;
    private static final int STEPS = 300;

    @Property(tries = 300)
    void ledgerAndModel_anyOrderOfSteps_agree(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int kept,
            @ForAll @IntRange(min = 1, max = 6) int maxCpus) {
        Random random = new Random(seed);
        LossLedger ledger = new LossLedger(kept, maxCpus);
        Model model = new Model(kept, maxCpus);
        long now = 1_000 * SECOND;
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(40);
            if (kind == 0) {
                ledger.flush();
                model.flush();
            } else if (kind < 10) {
                // Now and then the clock is set back or jumps ahead.
                now += (random.nextInt(12) == 0 ? random.nextInt(-60, 60) : 1) * SECOND / 3;
                ledger.tick(now);
                model.tick(now);
            } else {
                LossNote loss = loss(random, now);
                ledger.add(loss);
                model.add(loss);
            }
            assertSame(ledger, model);
        }
    }

    private static LossNote loss(Random random, long now) {
        long ahead = random.nextInt(10) == 0 ? random.nextInt(-20, 20) * SECOND : random.nextLong(-SECOND, SECOND);
        int cpu = random.nextInt(9) == 0 ? LossNote.NO_CPU : random.nextInt(-1, 9);
        long first = now + ahead;
        return new LossNote(random.nextInt(2), cpu, random.nextInt(100), first, first + random.nextLong(SECOND));
    }

    private static void assertSame(LossLedger ledger, Model model) {
        int size = model.notes.size();
        assertThat(ledger.opened()).isEqualTo(size);
        assertThat(ledger.end()).isEqualTo(model.end);
        int begin = Math.max(0, size - model.kept);
        assertThat(ledger.begin()).isEqualTo(begin);
        for (int number = 0; number <= size; number++) {
            LossNote expected = number < begin || number == size ? null : model.notes.get(number);
            assertThat(ledger.note(number)).isEqualTo(expected);
        }
        for (int source = 0; source < 2; source++) {
            int each = source;
            assertThat(ledger.total(source))
                    .isEqualTo(model.notes.stream()
                            .filter(note -> note.source() == each)
                            .mapToLong(LossNote::count)
                            .sum());
        }
    }

    private static final class Model {
        private final int kept;
        private final int maxCpus;
        private final List<LossNote> notes = new ArrayList<>();
        private final List<Boolean> open = new ArrayList<>();
        private int end;

        Model(int kept, int maxCpus) {
            this.kept = kept;
            this.maxCpus = maxCpus;
        }

        void add(LossNote loss) {
            int found = openNote(loss);
            if (found < 0 && openCpus(loss.source()) == maxCpus && loss.cpu() != LossNote.NO_CPU) {
                add(new LossNote(loss.source(), LossNote.NO_CPU, loss.count(), loss.firstNanos(), loss.lastNanos()));
                return;
            }
            if (found >= 0 && grows(notes.get(found), loss.lastNanos())) {
                LossNote note = notes.get(found);
                notes.set(
                        found,
                        new LossNote(
                                note.source(),
                                note.cpu(),
                                note.count() + loss.count(),
                                Math.min(note.firstNanos(), loss.firstNanos()),
                                Math.max(note.lastNanos(), loss.lastNanos())));
                return;
            }
            if (found >= 0) {
                open.set(found, false);
            }
            notes.add(loss);
            open.add(true);
            for (int number = 0; number < notes.size() - kept; number++) {
                open.set(number, false);
                end = Math.max(end, number + 1);
            }
        }

        void tick(long now) {
            for (int number = 0; number < notes.size(); number++) {
                if (notes.get(number).firstNanos() > now + 9 * SECOND) {
                    open.set(number, false);
                }
            }
            while (end < notes.size() && !(open.get(end) && grows(notes.get(end), now))) {
                open.set(end++, false);
            }
        }

        void flush() {
            open.replaceAll(any -> false);
            end = notes.size();
        }

        /** Whether a note is less than a second old, and not far ahead. */
        private static boolean grows(LossNote note, long now) {
            long age = now - note.firstNanos();
            return age < SECOND && age >= -9 * SECOND;
        }

        private int openNote(LossNote like) {
            for (int number = 0; number < notes.size(); number++) {
                LossNote note = notes.get(number);
                if (open.get(number) && note.source() == like.source() && note.cpu() == like.cpu()) {
                    return number;
                }
            }
            return -1;
        }

        private int openCpus(int source) {
            int cpus = 0;
            for (int number = 0; number < notes.size(); number++) {
                LossNote note = notes.get(number);
                cpus += open.get(number) && note.source() == source && note.cpu() != LossNote.NO_CPU ? 1 : 0;
            }
            return cpus;
        }
    }
}
