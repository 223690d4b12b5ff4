// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.event.DropNotify;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowWriter;
import io.flowobserver.flow.Verdicts;
import org.jspecify.annotations.Nullable;

/** Drop events: a packet was seen, and went no further. The interface is not shown, as the reference does not. */
final class DropDecoder {
    private final PacketDecoder packet;
    private final DropNotify event = new DropNotify();

    DropDecoder(PacketDecoder packet) {
        this.packet = packet;
    }

    @Nullable
    Malformed decode(EventBytes bytes, FlowWriter row) {
        Malformed malformed = event.wrap(bytes);
        if (malformed == null) {
            malformed = packet.decode(bytes, event.packetOffset(), event.flags(), row);
        }
        if (malformed == null) {
            writeEvent(row);
        }
        return malformed;
    }

    private void writeEvent(FlowWriter row) {
        row.verdict(Verdicts.DROPPED);
        row.dropReason(event.reason());
        row.sourceIdentity(event.sourceLabel());
        row.destinationIdentity(event.destinationLabel());
        // Present even if both are 0.
        row.fileId(event.file());
        row.fileLine(event.line());
        row.addFlags(FlowFlags.FILE);
        packet.writeTraceId(event.traceId(), row);
    }
}
