// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Family;
import java.util.List;

/** The metric {@code sctp}: it counts SCTP chunks of forwarded packets by type and IP version. */
final class SctpCounter extends PackedCounter {
    private static final Family FAMILY =
            new Family("hubble_sctp_chunk_types_total", "SCTP chunk type occurrences", "chunk_type", "family");

    SctpCounter(Contexts contexts, int budget) {
        super(FAMILY, contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.PASSED | FlowTraits.SCTP_CHUNK;
    }

    @Override
    public void count(FlowView row) {
        increment(row, (long) row.ipVersion() << Byte.SIZE | row.l4Type());
    }

    @Override
    List<String> values(long own) {
        return List.of(FlowText.sctpChunk((int) own & 0xFF), FlowText.ipVersion((int) (own >>> Byte.SIZE)));
    }
}
