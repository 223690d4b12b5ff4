// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.LossNote;
import org.jspecify.annotations.Nullable;

/** The position of a reader in the loss ledger. Only the reader's thread uses it. */
final class LossNoteCursor {
    private final LossLedger ledger;
    private final boolean follow;
    private long next;
    private long end;
    /** Notes before this index were already returned. */
    private long floor;

    /**
     * @param follow whether the stream waits until a note is complete; otherwise it ends before that, and gets notes as
     *     they are
     */
    LossNoteCursor(LossLedger ledger, boolean follow) {
        this.ledger = ledger;
        this.follow = follow;
        refresh();
        this.next = end;
    }

    /** Moves to the first note in the ledger that ends at the time or later. */
    void seek(long timeNanos) {
        refresh();
        next = Math.max(floor, ledger.begin());
        LossNote note = ledger.note(next);
        while (next < end && (note == null || note.lastNanos() < timeNanos)) {
            note = ledger.note(++next);
        }
    }

    /** Reads the end of the ledger. Called once for many flows. */
    void refresh() {
        end = follow ? ledger.end() : ledger.opened();
    }

    /** Returns the next note if it begins at the time or earlier, otherwise null. */
    @Nullable
    LossNote next(long timeNanos) {
        while (next < end) {
            LossNote note = ledger.note(next);
            if (note != null) {
                if (note.firstNanos() > timeNanos) {
                    return null;
                }
                floor = ++next;
                return note;
            }
            next = Math.max(next + 1, ledger.begin());
        }
        return null;
    }
}
