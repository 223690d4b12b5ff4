// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.PolicyVerdictNotify;
import io.flowobserver.event.datapath.TraceNotify;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.Verdicts;
import org.jspecify.annotations.Nullable;

/** Decodes policy verdicts: network policy allowed, redirected or denied the first packet of a connection. */
public final class PolicyVerdictDecoder {
    private static final int NO_FLAGS = 0;

    private final PacketDecoder packet;
    private final PolicyVerdictNotify event = new PolicyVerdictNotify();

    public PolicyVerdictDecoder(PacketDecoder packet) {
        this.packet = packet;
    }

    public @Nullable Malformed decode(EventBytes bytes, Generation generation, FlowWriter row) {
        Malformed malformed = event.wrap(bytes);
        if (malformed == null) {
            malformed = packet.decode(bytes, event.packetOffset(), packetFlags(generation), row);
        }
        if (malformed == null) {
            row.policyMatchType(event.matchType());
            row.authType(event.authType());
            writeVerdict(row, event.verdict());
            writeDirection(row);
        }
        return malformed;
    }

    /** Returns the flags by which other events tell where their packet starts. */
    private int packetFlags(Generation generation) {
        if (!event.isFromL3Device() || !generation.isAtLeast(Generation.V1_19)) {
            return NO_FLAGS;
        }
        return TraceNotify.FLAG_L3_DEVICE | (event.isIpv6() ? TraceNotify.FLAG_IPV6 : 0);
    }

    private void writeVerdict(FlowWriter row, int verdict) {
        if (verdict < 0) {
            row.verdict(Verdicts.DROPPED);
            row.dropReason(-verdict);
            return;
        }
        if (verdict > 0) {
            row.verdict(Verdicts.REDIRECTED);
        } else {
            row.verdict(event.isAudited() ? Verdicts.AUDIT : Verdicts.FORWARDED);
        }
        // Policy decides on the packet that opens a connection, and that packet is never a reply.
        row.addFlags(FlowFlags.REPLY_KNOWN);
    }

    private void writeDirection(FlowWriter row) {
        if (event.isIngress()) {
            row.direction(Directions.INGRESS);
            row.sourceIdentity(event.remoteLabel());
        } else {
            row.direction(Directions.EGRESS);
            row.destinationIdentity(event.remoteLabel());
        }
    }
}
