// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

/**
 * All that the ingest thread publishes to and readers read from.
 *
 * @param flows every flow, the newest first to go
 * @param losses what was lost on the way, beside the flows and not among them
 * @param agent notifications of the agent, {@code flow.AgentEvent}
 * @param debug debug messages of the datapath, {@code flow.DebugEvent}
 * @param namespaces where flows came from and went to
 */
public record Rings(FlowRing flows, LossLedger losses, NoticeRing agent, NoticeRing debug, SeenNamespaces namespaces) {
    /** With empty rings for all that is not flows. */
    public Rings(FlowRing flows, LossLedger losses) {
        this(flows, losses, new NoticeRing(), new NoticeRing(), new SeenNamespaces());
    }

    /** Empty ones, with room for so many flows. */
    public static Rings ofFlows(int capacity) {
        return new Rings(new FlowRing(capacity), new LossLedger());
    }
}
