// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.LossNote;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossNoteCursorTest {
    private static final long SECOND = 1_000_000_000L;

    private final LossLedger ledger = new LossLedger();

    @Test
    void next_newCursor_onlyWhatClosesLater() {
        lose(1);
        var cursor = new LossNoteCursor(ledger, true);
        assertThat(counts(cursor, Long.MAX_VALUE)).isEmpty();
        lose(2);
        assertThat(counts(cursor, Long.MAX_VALUE)).as("not refreshed").isEmpty();
        cursor.refresh();
        assertThat(counts(cursor, Long.MAX_VALUE)).containsExactly(2L);
        assertThat(counts(cursor, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void next_upToATime_leavesLaterNotes() {
        var cursor = new LossNoteCursor(ledger, true);
        lose(10);
        lose(20);
        lose(30);
        cursor.refresh();
        assertThat(counts(cursor, 20 * SECOND)).containsExactly(10L, 20L);
        assertThat(counts(cursor, 20 * SECOND)).isEmpty();
        assertThat(counts(cursor, 30 * SECOND)).containsExactly(30L);
    }

    @Test
    void seek_earlierTime_findsOldNotesButNoneTwice() {
        lose(10);
        lose(20);
        var cursor = new LossNoteCursor(ledger, true);
        cursor.seek(15 * SECOND);
        assertThat(counts(cursor, Long.MAX_VALUE)).containsExactly(20L);
        cursor.seek(0);
        assertThat(counts(cursor, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void next_notesNoLongerKept_passedOver() {
        var cursor = new LossNoteCursor(ledger, true);
        for (int second = 1; second <= 5_000; second++) {
            lose(second);
        }
        cursor.refresh();
        List<Long> counts = counts(cursor, Long.MAX_VALUE);
        assertThat(counts).hasSize((int) (ledger.end() - ledger.begin())).endsWith(5_000L);
    }

    @Test
    void next_openNote_isOnlyForStreamsThatEnd() {
        var follower = new LossNoteCursor(ledger, true);
        var finite = new LossNoteCursor(ledger, false);
        ledger.add(new LossNote(LossNote.PERF_RING, 0, 5, SECOND, SECOND));
        follower.refresh();
        finite.refresh();
        assertThat(counts(follower, Long.MAX_VALUE)).isEmpty();
        assertThat(counts(finite, Long.MAX_VALUE)).containsExactly(5L);
        ledger.add(new LossNote(LossNote.PERF_RING, 0, 6, SECOND, SECOND));
        ledger.flush();
        follower.refresh();
        finite.refresh();
        assertThat(counts(follower, Long.MAX_VALUE)).containsExactly(11L);
        assertThat(counts(finite, Long.MAX_VALUE)).isEmpty();
    }

    /** So many events in that second. */
    private void lose(int second) {
        ledger.add(new LossNote(LossNote.PERF_RING, 0, second, second * SECOND, second * SECOND));
        ledger.flush();
    }

    private static List<Long> counts(LossNoteCursor cursor, long timeNanos) {
        List<Long> counts = new ArrayList<>();
        LossNote note = cursor.next(timeNanos);
        while (note != null) {
            counts.add(note.count());
            note = cursor.next(timeNanos);
        }
        return counts;
    }
}
