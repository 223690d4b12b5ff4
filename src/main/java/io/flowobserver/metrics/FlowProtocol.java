// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.Detail;
import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.L4Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The label {@code protocol}: that of the application for log records, else that of the transport. Kept as a number of
 * {@link #BITS} bits.
 */
final class FlowProtocol {
    static final int BITS = 4;

    static final int DROP = 1;
    static final int CAPTURE = 3;
    static final int TRACE = 4;
    static final int POLICY_VERDICT = 5;
    static final int ACCESS_LOG = 129;

    private static final int UNKNOWN_L7 = 0;
    private static final int DNS = 1;
    private static final int HTTP = 2;
    private static final int KAFKA = 3;
    private static final int L4 = 4;
    private static final int UNKNOWN_FLOW = L4 + L4Protocol.IGMP + 1;
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
        "Unknown flow"
    };

    /** Fields of {@code flow.Layer7}. */
    private static final int DNS_FIELD = 100;

    private static final int HTTP_FIELD = 101;
    private static final int KAFKA_FIELD = 102;

    private FlowProtocol() {}

    static int of(FlowView row) {
        return switch (eventType(row)) {
            case ACCESS_LOG -> layer7(row.detail());
            case DROP, CAPTURE, TRACE, POLICY_VERDICT -> ofTransport(row);
            default -> UNKNOWN_FLOW;
        };
    }

    /** The transport protocol, whatever the kind of event. */
    static int ofTransport(FlowView row) {
        return L4 + Math.min(row.l4Protocol(), L4Protocol.IGMP);
    }

    static String name(int protocol) {
        return NAMES[protocol];
    }

    /** The name of the application protocol, empty if it is not known. */
    static String layer7Name(int protocol) {
        return protocol == UNKNOWN_L7 ? "" : NAMES[protocol];
    }

    /** The event's type, 0 if the flow has none. */
    static int eventType(FlowView row) {
        return row.has(FlowFlags.EVENT_TYPE) ? row.eventType() : 0;
    }

    private static int layer7(@Nullable Detail detail) {
        return detail == null ? UNKNOWN_L7 : layer7(detail.layer7());
    }

    /** Looks for the record among the fields of an encoded {@code flow.Layer7}; our own encoder wrote it. */
    private static int layer7(byte[] message) {
        int kind = UNKNOWN_L7;
        int at = 0;
        while (at < message.length) {
            long tag = varint(message, at);
            at = behindVarint(message, at);
            long length = varint(message, at);
            at = behindVarint(message, at);
            if ((tag & 7) == 2) {
                at += (int) Math.min(length, message.length - at);
                kind = switch ((int) (tag >>> 3)) {
                    case DNS_FIELD -> DNS;
                    case HTTP_FIELD -> HTTP;
                    case KAFKA_FIELD -> KAFKA;
                    default -> kind;
                };
            }
        }
        return kind;
    }

    private static long varint(byte[] message, int at) {
        long value = 0;
        for (int shift = 0; at < message.length && shift < Long.SIZE; shift += 7) {
            value |= (message[at] & 0x7FL) << shift;
            if (message[at++] >= 0) {
                break;
            }
        }
        return value & Long.MAX_VALUE;
    }

    private static int behindVarint(byte[] message, int at) {
        while (at < message.length && message[at] < 0) {
            at++;
        }
        return Math.min(at + 1, message.length);
    }
}
