// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.TraceCounts;
import io.flowobserver.event.datapath.TraceNotify;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.flow.text.AddressText;
import org.jspecify.annotations.Nullable;

/** Decodes trace events: a packet was seen and forwarded. */
public final class TraceDecoder {
    /** The API's number of the datapath's observation point 0. In the API, 0 means unknown. */
    private static final int POINT_TO_ENDPOINT = 101;

    private final PacketDecoder packet;
    private final TraceNotify event = new TraceNotify();

    public TraceDecoder(PacketDecoder packet) {
        this.packet = packet;
    }

    /**
     * Decodes an event.
     *
     * @param own whether it is one of our own programs, which may have counts
     */
    public @Nullable Malformed decode(EventBytes bytes, Generation generation, boolean own, FlowWriter row) {
        Malformed malformed = own ? event.wrapOwn(bytes) : event.wrap(bytes, generation.isAtLeast(Generation.V1_19));
        if (malformed == null) {
            malformed = packet.decode(bytes, event.packetOffset(), event.flags(), row);
        }
        if (malformed == null) {
            row.verdict(Verdicts.FORWARDED);
            writeEvent(row);
            writeReason(row);
            TraceCounts counts = event.counts();
            if (counts == null) {
                writeTranslation(generation, row);
            } else {
                writeCounts(counts, row);
            }
        }
        return malformed;
    }

    private void writeEvent(FlowWriter row) {
        int point = event.subtype();
        row.observationPoint(point == 0 ? POINT_TO_ENDPOINT : point);
        row.sourceIdentity(event.sourceLabel());
        row.destinationIdentity(event.destinationLabel());
        if (point == TraceNotify.TO_PROXY) {
            row.proxyPort(event.destinationId());
        }
        int interfaceIndex = event.interfaceIndex();
        if (interfaceIndex != 0) {
            row.interfaceIndex(interfaceIndex);
            row.addFlags(FlowFlags.INTERFACE);
        }
        packet.writeTraceId(event.traceId(), row);
    }

    private void writeReason(FlowWriter row) {
        int reason = event.reason();
        row.traceReason(apiReason(reason));
        if (tellsReply(reason)) {
            row.addFlags(FlowFlags.REPLY_KNOWN | (reason == TraceNotify.REASON_REPLY ? FlowFlags.REPLY : 0));
        }
        if (event.encrypted() && row.view().has(FlowFlags.IP)) {
            row.addFlags(FlowFlags.ENCRYPTED);
        }
    }

    /** Writes what was counted. It takes the place of an address before translation, which our programs never tell. */
    private static void writeCounts(TraceCounts counts, FlowWriter row) {
        row.packets(counts.packets());
        row.bytes(counts.bytes());
        row.totalPackets(counts.totalPackets());
        row.totalBytes(counts.totalBytes());
        row.reversePackets(counts.reversePackets());
        row.reverseBytes(counts.reverseBytes());
        row.connectionAgeNanos(counts.ageNanos());
        row.connectionTcpFlags(counts.tcpFlags());
        row.reverseTcpFlags(counts.reverseTcpFlags());
        row.countState(counts.state());
        row.addFlags(FlowFlags.COUNTS);
    }

    /**
     * Sets the address before translation as the source. If it differs from the source address of the packet, the
     * latter becomes the translated source.
     */
    private void writeTranslation(Generation generation, FlowWriter row) {
        boolean meantAsIpv6 = isMeantAsIpv6(generation);
        if (!event.isTranslated(meantAsIpv6)) {
            return;
        }
        row.addFlags(FlowFlags.ORIGINAL_SOURCE);
        FlowView written = row.view();
        if (!written.has(FlowFlags.IP)) {
            return;
        }
        long high = event.originalAddressHigh();
        long low = event.originalAddressLow();
        long packetHigh = written.sourceAddressHigh();
        long packetLow = written.sourceAddressLow();
        if (high != packetHigh || low != packetLow || meantAsIpv6) {
            row.translatedSource(packetHigh, packetLow);
            row.sourceAddress(high, low);
            row.addFlags(FlowFlags.TRANSLATED_SOURCE | (meantAsIpv6 ? FlowFlags.SOURCE_MEANT_AS_IPV6 : 0));
        }
    }

    /** From 1.20 on, an address {@code ::ffff:a.b.c.d} before translation is not taken for an IPv4 address. */
    private boolean isMeantAsIpv6(Generation generation) {
        return event.isIpv6Address()
                && generation.isAtLeast(Generation.V1_20)
                && AddressText.isIpv4(event.originalAddressHigh(), event.originalAddressLow());
    }

    /**
     * Returns the API's number of a trace reason. Up to "reopened" it is one more than the datapath's number, because 0
     * means unknown in the API.
     */
    private static int apiReason(int reason) {
        if (reason <= TraceNotify.REASON_REOPENED) {
            return reason + 1;
        }
        return reason == TraceNotify.REASON_UNKNOWN ? 0 : reason;
    }

    private static boolean tellsReply(int reason) {
        return reason != TraceNotify.REASON_UNKNOWN
                && reason != TraceNotify.REASON_SRV6_ENCAP
                && reason != TraceNotify.REASON_SRV6_DECAP;
    }
}
