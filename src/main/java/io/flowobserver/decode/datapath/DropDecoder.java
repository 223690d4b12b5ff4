// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.DropNotify;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Verdicts;
import org.jspecify.annotations.Nullable;

/** Drop events: a packet was seen, and went no further. The interface is not shown, as the reference does not. */
public final class DropDecoder {
    private final PacketDecoder packet;
    private final DropNotify event = new DropNotify();

    public DropDecoder(PacketDecoder packet) {
        this.packet = packet;
    }

    public @Nullable Malformed decode(EventBytes bytes, FlowWriter row) {
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
