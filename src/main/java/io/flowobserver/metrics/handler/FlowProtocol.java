// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.entity.ApplicationRecord;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.KafkaRecord;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.row.SummaryKind;
import org.jspecify.annotations.Nullable;

/**
 * The label {@code protocol}: the application protocol of an access log, otherwise the transport protocol. It is
 * encoded as a number of {@link #BITS} bits.
 */
final class FlowProtocol {
    static final int BITS = 4;

    private static final int UNKNOWN_L7 = 0;
    private static final int DNS = 1;
    private static final int HTTP = 2;
    private static final int KAFKA = 3;
    private static final int L4 = 4;
    private static final int UNKNOWN_FLOW = L4 + L4Protocol.IGMP + 1;
    private static final int ARP = UNKNOWN_FLOW + 1;
    private static final String[] NAMES = {
        "Unknown L7",
        "DNS",
        "HTTP",
        "Kafka",
        "Unknown L4",
        "TCP",
        "UDP",
        "ICMPv4",
        "ICMPv6",
        "SCTP",
        "VRRP",
        "IGMP",
        "Unknown flow",
        "ARP"
    };

    private final boolean kafka;

    /** @param generation decides whether Kafka has a name of its own or is an unknown protocol */
    FlowProtocol(Generation generation) {
        kafka = generation.hasKafka();
    }

    int of(FlowView row) {
        return switch (eventType(row)) {
            case MessageType.ACCESS_LOG -> layer7(row.detail());
            case MessageType.DROP, MessageType.CAPTURE, MessageType.TRACE, MessageType.POLICY_VERDICT ->
                ofTransport(row);
            default -> UNKNOWN_FLOW;
        };
    }

    /** Returns the transport protocol, or ARP, for any type of event. */
    static int ofTransport(FlowView row) {
        if (row.summaryKind() == SummaryKind.ARP) {
            return ARP;
        }
        return L4 + Math.min(row.l4Protocol(), L4Protocol.IGMP);
    }

    static String name(int protocol) {
        return NAMES[protocol];
    }

    /** Returns the name of the application protocol, or empty if it is unknown. */
    static String layer7Name(int protocol) {
        return protocol == UNKNOWN_L7 ? "" : NAMES[protocol];
    }

    /** Returns the event type, or 0 if the flow has none. */
    static int eventType(FlowView row) {
        return row.has(FlowFlags.EVENT_TYPE) ? row.eventType() : 0;
    }

    private int layer7(@Nullable Detail detail) {
        ApplicationRecord application = detail == null ? null : detail.application();
        if (application instanceof DnsRecord) {
            return DNS;
        }
        if (application instanceof HttpRecord) {
            return HTTP;
        }
        return kafka && application instanceof KafkaRecord ? KAFKA : UNKNOWN_L7;
    }
}
