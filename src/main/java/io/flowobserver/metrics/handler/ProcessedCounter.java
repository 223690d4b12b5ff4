// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Family;
import java.util.List;

/** The metric {@code flow}: it counts every flow by protocol, event type, sub-type and verdict. */
final class ProcessedCounter extends PackedCounter {
    private static final Family FAMILY = new Family(
            "hubble_flows_processed_total",
            "Total number of flows processed",
            "protocol",
            "type",
            "subtype",
            "verdict");
    private static final int PROTOCOL_MASK = (1 << FlowProtocol.BITS) - 1;
    private static final int VERDICT_SHIFT = FlowProtocol.BITS;
    private static final int TYPE_SHIFT = VERDICT_SHIFT + Byte.SIZE;
    private static final int POINT_SHIFT = TYPE_SHIFT + Byte.SIZE;
    /** Stands for all trace observation points without a name. */
    private static final int UNNAMED_POINT = FlowText.TRACE_POINTS.size();

    private final FlowProtocol protocols;

    ProcessedCounter(Contexts contexts, int budget, FlowProtocol protocols) {
        super(FAMILY, contexts, budget);
        this.protocols = protocols;
    }

    @Override
    public int traits() {
        return 0;
    }

    @Override
    public void count(FlowView row) {
        int type = FlowProtocol.eventType(row);
        int point = type == MessageType.TRACE ? Math.min(row.eventSubType(), UNNAMED_POINT) : 0;
        increment(
                row,
                protocols.of(row)
                        | (long) row.verdict() << VERDICT_SHIFT
                        | (long) type << TYPE_SHIFT
                        | (long) point << POINT_SHIFT);
    }

    @Override
    List<String> values(long own) {
        int protocol = (int) own & PROTOCOL_MASK;
        int type = (int) (own >>> TYPE_SHIFT) & 0xFF;
        return List.of(
                FlowProtocol.name(protocol),
                typeName(type),
                subtype(type, protocol, (int) (own >>> POINT_SHIFT)),
                FlowText.verdict((int) (own >>> VERDICT_SHIFT) & 0xFF));
    }

    private static String typeName(int type) {
        return switch (type) {
            case MessageType.DROP -> "Drop";
            case MessageType.CAPTURE -> "Capture";
            case MessageType.TRACE -> "Trace";
            case MessageType.POLICY_VERDICT -> "PolicyVerdict";
            case MessageType.ACCESS_LOG -> "L7";
            default -> "Unknown";
        };
    }

    private static String subtype(int type, int protocol, int point) {
        return switch (type) {
            case MessageType.DROP, MessageType.CAPTURE, MessageType.POLICY_VERDICT -> "";
            case MessageType.TRACE -> point == UNNAMED_POINT ? "" : FlowText.TRACE_POINTS.get(point);
            case MessageType.ACCESS_LOG -> FlowProtocol.layer7Name(protocol);
            default -> Integer.toString(type);
        };
    }
}
