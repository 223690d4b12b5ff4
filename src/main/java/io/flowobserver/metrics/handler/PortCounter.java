// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Family;
import java.util.List;

/**
 * The metric {@code port-distribution}: it counts forwarded packets by protocol and destination port. It counts only
 * packets that are known not to be replies.
 */
final class PortCounter extends PackedCounter {
    private static final Family FAMILY = new Family(
            "hubble_port_distribution_total", "Numbers of packets distributed by destination port", "protocol", "port");

    PortCounter(Contexts contexts, int budget) {
        super(FAMILY, contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.PASSED | FlowTraits.TRANSPORT | FlowTraits.NO_REPLY;
    }

    @Override
    public void count(FlowView row) {
        int port = L4Protocol.hasPorts(row.l4Protocol()) ? row.destinationPort() : 0;
        increment(row, port << FlowProtocol.BITS | FlowProtocol.ofTransport(row));
    }

    @Override
    List<String> values(long own) {
        return List.of(
                FlowProtocol.name((int) own & (1 << FlowProtocol.BITS) - 1), Long.toString(own >>> FlowProtocol.BITS));
    }
}
