// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Layer4;
import io.flowobserver.proto.flow.TCPFlags;
import io.flowobserver.proto.flow.TrafficDirection;
import java.util.ArrayList;
import java.util.List;

/** Flows in one line each, to compare with what was sent. */
final class FlowLines {
    private FlowLines() {}

    /** Where it was seen, what it was, and between which addresses and ports. */
    static String of(Flow flow) {
        String direction = flow.getTrafficDirection() == TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN
                ? "-"
                : flow.getTrafficDirection().name();
        return flow.getTraceObservationPoint() + " " + direction + " " + flow.getTraceReason() + " "
                + (flow.getIsReply().getValue() ? "reply " : "request ")
                + flow.getIP().getSource() + port(flow.getL4(), true) + " > "
                + flow.getIP().getDestination() + port(flow.getL4(), false) + " " + detail(flow.getL4());
    }

    /** Who is at both ends. */
    static String ends(Flow flow) {
        return end(flow.getSource()) + " > " + end(flow.getDestination());
    }

    static boolean hasPort(Flow flow, int port) {
        Layer4 l4 = flow.getL4();
        return sourcePort(l4) == port || destinationPort(l4) == port;
    }

    static int sourcePort(Layer4 l4) {
        return l4.hasTCP() ? l4.getTCP().getSourcePort() : l4.getUDP().getSourcePort();
    }

    static int destinationPort(Layer4 l4) {
        return l4.hasTCP() ? l4.getTCP().getDestinationPort() : l4.getUDP().getDestinationPort();
    }

    private static String port(Layer4 l4, boolean source) {
        if (!l4.hasTCP() && !l4.hasUDP()) {
            return "";
        }
        return " " + (source ? sourcePort(l4) : destinationPort(l4));
    }

    private static String detail(Layer4 l4) {
        return switch (l4.getProtocolCase()) {
            case TCP -> "TCP " + flags(l4.getTCP().getFlags());
            case UDP -> "UDP";
            case ICMPV4 -> "ICMPv4 " + l4.getICMPv4().getType();
            case ICMPV6 -> "ICMPv6 " + l4.getICMPv6().getType();
            default -> "other";
        };
    }

    private static String flags(TCPFlags flags) {
        List<String> set = new ArrayList<>();
        flags.getAllFields().forEach((field, value) -> {
            if (Boolean.TRUE.equals(value)) {
                set.add(field.getName());
            }
        });
        return String.join("+", set);
    }

    private static String end(Endpoint endpoint) {
        return endpoint.getID() + " " + endpoint.getIdentity() + " " + endpoint.getNamespace() + "/"
                + endpoint.getPodName() + " " + endpoint.getLabelsList();
    }
}
