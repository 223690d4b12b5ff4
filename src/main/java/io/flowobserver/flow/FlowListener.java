// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.row.FlowView;

/** Receives each flow on the ingest thread, before the flow is published to readers. */
public interface FlowListener {
    /** Does nothing. */
    FlowListener NONE = row -> {};

    /**
     * Handles a flow that is complete except for its sequence. Only the ingest thread calls this. An implementation
     * must return quickly and must not throw. It must not keep the view: the row may change after the method returns.
     */
    void flow(FlowView row);

    /**
     * Called before a flow if the inventory was read again. Most endpoints of flows are other objects from then on, so
     * what is remembered of the former ones is of no use. Only the ingest thread calls this.
     */
    default void renewEndpoints() {}
}
