// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.row.FlowView;

/** Sees each flow on the ingest thread, before anybody else does. */
public interface FlowListener {
    /** Listens to nothing. */
    FlowListener NONE = row -> {};

    /**
     * Takes note of a flow that is complete but for its sequence. Must return at once and not throw; the row and its
     * view may change as soon as it has returned.
     */
    void flow(FlowView row);
}
