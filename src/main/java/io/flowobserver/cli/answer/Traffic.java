// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import io.flowobserver.cli.print.counts.FlowCounts;
import io.flowobserver.cli.print.counts.SizeText;
import io.flowobserver.proto.flow.Flow;

/**
 * The sum of the packets and bytes of flows. A packet that passes several points of a node is in it once.
 *
 * @param packets packets on the wire
 * @param bytes their bytes
 */
record Traffic(long packets, long bytes) {
    static final Traffic NONE = new Traffic(0, 0);

    /** Returns the sum with a flow, or this if the flow has no counts for sums. */
    Traffic plus(Flow flow) {
        FlowCounts counts = FlowCounts.of(flow);
        return counts.isInNodeSums() ? new Traffic(packets + counts.packets(), bytes + counts.bytes()) : this;
    }

    /** Returns whether no flow had counts. */
    boolean isEmpty() {
        return packets == 0;
    }

    /** Appends {@code 12 packets, 3.4 kB}. */
    void appendText(StringBuilder out) {
        out.append(packets).append(packets == 1 ? " packet, " : " packets, ");
        SizeText.append(out, bytes);
    }
}
