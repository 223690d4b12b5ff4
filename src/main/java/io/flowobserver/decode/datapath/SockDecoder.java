// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.TraceSockNotify;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowTypes;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.row.SummaryKind;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.flow.text.AddressText;
import org.jspecify.annotations.Nullable;

/**
 * Decodes socket events, which report the translation of a socket's destination address. The event contains only the
 * destination. Attribution later adds the other side, which is the pod of the cgroup, and swaps the two sides if the
 * event belongs to the reply direction.
 */
public final class SockDecoder {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final TraceSockNotify event = new TraceSockNotify();

    /**
     * Decodes a sample.
     *
     * @param aligned whether the event has the form of Cilium 1.19 and later
     */
    public @Nullable Malformed decode(EventBytes bytes, boolean aligned, Generation generation, FlowWriter row) {
        Malformed malformed = event.wrap(bytes, aligned);
        if (malformed != null) {
            return malformed;
        }
        int point = event.point();
        row.flowType(FlowTypes.SOCK);
        row.verdict(verdict(point));
        row.eventType(MessageType.TRACE_SOCK);
        row.eventSubType(point);
        row.translationPoint(point);
        row.ipVersion(event.isIpv6() ? IPV6 : IPV4);
        row.destinationAddress(event.addressHigh(), event.addressLow());
        row.destinationPort(event.port());
        row.socketCookie(event.cookie());
        row.cgroupId(event.cgroupId());
        int flags = FlowFlags.EVENT_TYPE
                | FlowFlags.IP
                | FlowFlags.SOURCE
                | FlowFlags.DESTINATION
                | FlowFlags.DESTINATION_ADDRESS
                | (isMeantAsIpv6(generation) ? FlowFlags.DESTINATION_MEANT_AS_IPV6 : 0);
        row.addFlags(flags, generation);
        writeProtocol(row);
        return null;
    }

    /** From 1.20 on, an address {@code ::ffff:a.b.c.d} is not taken for an IPv4 address. */
    private boolean isMeantAsIpv6(Generation generation) {
        return event.isIpv6()
                && generation.isAtLeast(Generation.V1_20)
                && AddressText.isIpv4(event.addressHigh(), event.addressLow());
    }

    private void writeProtocol(FlowWriter row) {
        switch (event.protocol()) {
            case TraceSockNotify.PROTOCOL_TCP -> {
                row.l4Protocol(L4Protocol.TCP);
                row.summaryKind(SummaryKind.TCP);
            }
            case TraceSockNotify.PROTOCOL_UDP -> {
                row.l4Protocol(L4Protocol.UDP);
                row.summaryKind(SummaryKind.UDP);
            }
            // The port is set although the protocol is unknown, because services are looked up by port.
            default -> row.summaryKind(SummaryKind.UNKNOWN);
        }
    }

    private static int verdict(int point) {
        return switch (point) {
            case TraceSockNotify.POINT_PRE_FORWARD, TraceSockNotify.POINT_PRE_REVERSE -> Verdicts.TRACED;
            case TraceSockNotify.POINT_POST_FORWARD, TraceSockNotify.POINT_POST_REVERSE -> Verdicts.TRANSLATED;
            default -> 0;
        };
    }
}
