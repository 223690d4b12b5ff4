// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.event.DropNotify;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.MessageType;
import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowTypes;
import io.flowobserver.flow.FlowWriter;
import io.flowobserver.flow.Verdicts;
import org.jspecify.annotations.Nullable;

/** Drop events: a packet was seen, and went no further. The interface is not shown, as the reference does not. */
final class DropDecoder {
    private final PacketDecoder packet;
    private final int ipOptionType;
    private final DropNotify event = new DropNotify();

    DropDecoder(PacketDecoder packet, int ipOptionType) {
        this.packet = packet;
        this.ipOptionType = ipOptionType;
    }

    @Nullable
    Malformed decode(EventBytes bytes, FlowWriter row) {
        Malformed malformed = event.wrap(bytes);
        if (malformed == null) {
            malformed = packet.decode(bytes, event.packetOffset(), event.flags(), row);
        }
        if (malformed != null) {
            return malformed;
        }
        row.flowType(FlowTypes.L3_L4);
        row.verdict(Verdicts.DROPPED);
        row.eventType(MessageType.DROP);
        row.eventSubType(event.reason());
        row.dropReason(event.reason());
        row.emittingEndpointId(event.source());
        row.sourceIdentity(event.sourceLabel());
        row.destinationIdentity(event.destinationLabel());
        // Present even if both are 0.
        row.fileId(event.file());
        row.fileLine(event.line());
        row.addFlags(FlowFlags.EVENT_TYPE | FlowFlags.SOURCE | FlowFlags.DESTINATION | FlowFlags.FILE);
        long traceId = event.traceId();
        if (traceId != 0) {
            row.ipTraceId(traceId);
            row.ipOptionType(ipOptionType);
            row.addFlags(FlowFlags.IP_TRACE_ID);
        }
        return null;
    }
}
