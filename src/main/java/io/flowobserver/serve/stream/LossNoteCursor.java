// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.LossNote;
import org.jspecify.annotations.Nullable;

/** A stream's place among the loss notes of the ledger. Used by the stream's event loop only. */
final class LossNoteCursor {
    private final LossLedger ledger;
    private long next;
    private long end;
    /** Notes below were handed out. */
    private long floor;

    LossNoteCursor(LossLedger ledger) {
        this.ledger = ledger;
        this.next = ledger.end();
        this.end = next;
    }

    /** Goes to the first kept note that ends at the time or later. */
    void seek(long timeNanos) {
        refresh();
        next = Math.max(floor, ledger.begin());
        LossNote note = ledger.note(next);
        while (next < end && (note == null || note.lastNanos() < timeNanos)) {
            note = ledger.note(++next);
        }
    }

    /** Looks for new notes; done once for many flows, because the ledger is behind a lock. */
    void refresh() {
        end = ledger.end();
    }

    /** The next note if it begins at the time or earlier. */
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
