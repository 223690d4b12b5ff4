// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.CounterSeries;
import io.flowobserver.metrics.series.Family;
import io.flowobserver.metrics.series.Series;
import java.util.List;

/**
 * The metric {@code traffic}: it counts the packets and bytes that our own programs counted, by protocol and direction.
 * Each packet counts once for the node.
 */
final class TrafficCounter extends FlowCounter {
    private static final Family BYTES = new Family(
            "observer_flow_bytes_total",
            "Bytes on the wire, with Ethernet headers, each packet once for the node",
            "protocol",
            "direction");
    private static final Family PACKETS =
            new Family("observer_flow_packets_total", "Packets on the wire, each once for the node", BYTES.labels());
    private static final int PROTOCOL = 0;
    private static final int DIRECTION = 1;

    private final TextFamily<CounterSeries> bytes;
    private final TextFamily<CounterSeries> packets;

    TrafficCounter(Contexts contexts, int budget) {
        super(contexts);
        bytes = TextFamily.counter(BYTES, contexts, budget);
        packets = TextFamily.counter(PACKETS, contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.SUMMED;
    }

    @Override
    public boolean takesSwept() {
        return true;
    }

    @Override
    public void count(FlowView row) {
        if (row.packets() == 0) {
            return;
        }
        add(bytes, row, row.bytes());
        add(packets, row, row.packets());
    }

    @Override
    public List<Series> series() {
        return List.of(bytes.series(), packets.series());
    }

    private static void add(TextFamily<CounterSeries> family, FlowView row, long number) {
        int cell = family.label(PROTOCOL, FlowProtocol.name(FlowProtocol.ofTransport(row)))
                .label(DIRECTION, Directions.label(row.direction()))
                .cell(row);
        family.series().add(cell, number);
    }
}
