// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.LossNote;

/** Receives what a {@link FlowCursor} reads. Called by the thread that calls the cursor. */
public interface FlowHandler {
    /** Returns whether to go on reading. The cursor asks before the first row and after each row that it passed on. */
    boolean isReady();

    /** Receives a flow. It is valid until this method returns. */
    void onFlow(FlowView flow);

    /**
     * Receives a loss: of events before the ring, or of rows that were overwritten before the cursor read them.
     *
     * @param timeNanos when the loss is reported, in nanoseconds since 1970-01-01 UTC
     */
    void onLost(LossNote note, long timeNanos);
}
