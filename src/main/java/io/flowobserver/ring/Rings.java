// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

/**
 * All that the ingest thread publishes to and readers read from.
 *
 * @param flows every flow, the newest first to go
 * @param losses what was lost on the way, beside the flows and not among them
 */
public record Rings(FlowRing flows, LossLedger losses) {
    /** Empty ones, with room for so many flows. */
    public static Rings ofFlows(int capacity) {
        return new Rings(new FlowRing(capacity), new LossLedger());
    }
}
