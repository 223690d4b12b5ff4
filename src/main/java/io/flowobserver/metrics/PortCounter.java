// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.L4Protocol;
import io.flowobserver.flow.Verdicts;
import java.util.List;

/** {@code port-distribution}: forwarded packets that are known to be no replies, by protocol and destination port. */
final class PortCounter extends PackedCounter {
    private static final Family FAMILY = new Family(
            "hubble_port_distribution_total", "Numbers of packets distributed by destination port", "protocol", "port");

    PortCounter(Contexts contexts, int budget) {
        super(FAMILY, contexts, budget);
    }

    @Override
    void count(FlowView row) {
        int protocol = row.l4Protocol();
        int reply = row.flags() & (FlowFlags.REPLY_KNOWN | FlowFlags.REPLY);
        if (protocol != L4Protocol.NONE && reply == FlowFlags.REPLY_KNOWN && Verdicts.isPassed(row.verdict())) {
            int port = L4Protocol.hasPorts(protocol) ? row.destinationPort() : 0;
            increment(row, port << FlowProtocol.BITS | FlowProtocol.ofTransport(row));
        }
    }

    @Override
    List<String> values(long own) {
        return List.of(
                FlowProtocol.name((int) own & (1 << FlowProtocol.BITS) - 1), Long.toString(own >>> FlowProtocol.BITS));
    }
}
