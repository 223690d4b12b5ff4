// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.DropNotify;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.Verdicts;
import org.jspecify.annotations.Nullable;

/** Decodes drop events. Like Hubble, it does not set the network interface. */
public final class DropDecoder {
    private final PacketDecoder packet;
    private final DropNotify event = new DropNotify();

    public DropDecoder(PacketDecoder packet) {
        this.packet = packet;
    }

    public @Nullable Malformed decode(EventBytes bytes, Generation generation, FlowWriter row) {
        Malformed malformed = event.wrap(bytes, generation.isAtLeast(Generation.V1_19));
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
        // The file is present even if both numbers are 0.
        row.fileId(event.file());
        row.fileLine(event.line());
        row.addFlags(FlowFlags.FILE);
        packet.writeTraceId(event.traceId(), row);
    }
}
