// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.LossNote;

/**
 * Reports losses to the handler of one cursor: the notes of the ledger, each before the first flow that is later, and
 * the flows that the cursor missed, at most once a second. Only the cursor's thread uses it.
 */
final class LossReports {
    private final LossNoteCursor notes;
    private final MissedFlows missed = new MissedFlows();
    private final ReadContext context;

    LossReports(LossLedger ledger, boolean follow, ReadContext context) {
        this.notes = new LossNoteCursor(ledger, follow);
        this.context = context;
    }

    /** Looks for new notes. Called once for many flows. */
    void refresh() {
        notes.refresh();
    }

    /** Leaves out the notes that end before a time. */
    void startAt(long timeNanos) {
        notes.seek(timeNanos);
    }

    /** Counts flows that were overwritten before the cursor came to them. */
    void missed(long flows) {
        missed.add(flows, context.monotonicNanos());
    }

    /** Reports missed flows while the cursor is behind, if they are due. */
    void whileBehind(FlowHandler handler) {
        if (missed.isPending() && missed.isDue(context.monotonicNanos())) {
            reportMissed(handler);
        }
    }

    /** Reports what is due when the cursor has read all flows. */
    void caughtUp(FlowHandler handler) {
        if (missed.isPending() && missed.isDueAtLast(context.monotonicNanos())) {
            reportMissed(handler);
        }
        upTo(Long.MAX_VALUE, handler);
    }

    /** Reports the notes that begin at a time or earlier. */
    void upTo(long timeNanos, FlowHandler handler) {
        LossNote note = notes.next(timeNanos);
        while (note != null) {
            handler.onLost(note, note.lastNanos());
            note = notes.next(timeNanos);
        }
    }

    /** Reports the notes that begin at a time or earlier, then all that was missed. */
    void last(long timeNanos, FlowHandler handler) {
        upTo(timeNanos, handler);
        if (missed.isPending()) {
            reportMissed(handler);
        }
    }

    private void reportMissed(FlowHandler handler) {
        long now = context.nowNanos();
        handler.onLost(missed.take(context.monotonicNanos(), now), now);
    }
}
