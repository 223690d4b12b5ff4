// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.cli.print.FlowPrinter;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.Map;
import java.util.TreeMap;

/** Prints flows and counts them. Not thread-safe. */
final class FlowTally implements FlowPrinter {
    private final FlowPrinter printer;
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Long> protocols = new TreeMap<>();
    private final Map<String, Long> families = new TreeMap<>();
    private long flows;
    private long lost;

    FlowTally(FlowPrinter printer) {
        this.printer = printer;
    }

    @Override
    public void append(StringBuilder out, GetFlowsResponse response) {
        switch (response.getResponseTypesCase()) {
            case FLOW -> count(response.getFlow());
            case LOST_EVENTS -> lost += response.getLostEvents().getNumEventsLost();
            default -> {}
        }
        printer.append(out, response);
    }

    long flows() {
        return flows;
    }

    /** Returns the number of lost events. */
    long lost() {
        return lost;
    }

    Map<String, Long> verdicts() {
        return verdicts;
    }

    Map<String, Long> protocols() {
        return protocols;
    }

    /** Returns the number of flows by IP version. */
    Map<String, Long> families() {
        return families;
    }

    private void count(Flow flow) {
        flows++;
        verdicts.merge(flow.getVerdict().name(), 1L, Long::sum);
        String protocol =
                switch (flow.getL4().getProtocolCase()) {
                    case TCP -> "TCP";
                    case UDP -> "UDP";
                    case SCTP -> "SCTP";
                    case ICMPV4 -> "ICMPv4";
                    case ICMPV6 -> "ICMPv6";
                    default -> "other";
                };
        protocols.merge(protocol, 1L, Long::sum);
        String family =
                switch (flow.getIP().getIpVersion()) {
                    case IPv4 -> "IPv4";
                    case IPv6 -> "IPv6";
                    default -> "no IP";
                };
        families.merge(family, 1L, Long::sum);
    }
}
