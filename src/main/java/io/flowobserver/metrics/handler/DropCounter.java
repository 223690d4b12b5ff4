// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Family;
import java.util.List;

/** The metric {@code drop}: it counts dropped flows by reason and protocol. */
final class DropCounter extends PackedCounter {
    private static final Family FAMILY = new Family("hubble_drop_total", "Number of drops", "reason", "protocol");
    private static final long REASON = 0xFFFFFFFFL;

    private final FlowProtocol protocols;

    DropCounter(Contexts contexts, int budget, FlowProtocol protocols) {
        super(FAMILY, contexts, budget);
        this.protocols = protocols;
    }

    @Override
    public int traits() {
        return FlowTraits.DROPPED;
    }

    @Override
    public void count(FlowView row) {
        increment(row, (row.dropReason() & REASON) << FlowProtocol.BITS | protocols.of(row));
    }

    @Override
    List<String> values(long own) {
        return List.of(
                FlowText.dropReason((int) (own >>> FlowProtocol.BITS)),
                FlowProtocol.name((int) own & (1 << FlowProtocol.BITS) - 1));
    }
}
