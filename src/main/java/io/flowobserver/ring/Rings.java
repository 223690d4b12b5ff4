// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

/**
 * All data structures between the ingest thread, which writes to them, and the readers.
 *
 * @param flows the newest flows
 * @param losses records of lost events, stored separately from the flows
 * @param agent notifications of the agent, {@code flow.AgentEvent}
 * @param debug debug messages of the datapath, {@code flow.DebugEvent}
 * @param namespaces namespaces of the sources and destinations of flows
 */
public record Rings(FlowRing flows, LossLedger losses, NoticeRing agent, NoticeRing debug, SeenNamespaces namespaces) {
    /** Creates an instance. Everything except flows and losses is empty. */
    public Rings(FlowRing flows, LossLedger losses) {
        this(flows, losses, new NoticeRing(), new NoticeRing(), new SeenNamespaces());
    }

    /** Returns empty rings, with the given capacity for flows. */
    public static Rings ofFlows(int capacity) {
        return new Rings(new FlowRing(capacity), new LossLedger());
    }
}
