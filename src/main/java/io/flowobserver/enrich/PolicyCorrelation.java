// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.PolicyTable;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.Verdicts;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policies that let a flow pass or stopped it: those of the entry that the datapath says it matched, which is
 * made anew from the flow. Exact entries only, so an entry for a range of ports is not found, as in the reference.
 */
final class PolicyCorrelation {
    /** The only reason for a drop that an entry of its own gives. */
    private static final int DENIED_BY_ENTRY = 181;

    private static final int MATCH_IDENTITY = 1;
    private static final int MATCH_PORT = 3;
    private static final int MATCH_ALL = 4;
    private static final int MATCH_IDENTITY_AND_PROTOCOL = 5;
    private static final int MATCH_PROTOCOL = 6;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;

    private PolicyCorrelation() {}

    /** The policies of a policy verdict that is attributed already; null if none is known. Allocates nothing. */
    static @Nullable Policies of(Snapshot snapshot, FlowView flow) {
        int verdict = flow.verdict();
        boolean denied = verdict == Verdicts.DROPPED && flow.dropReason() == DENIED_BY_ENTRY;
        int protocol = protocol(flow.l4Protocol());
        int port = port(flow);
        // The reference takes port 0 for "unknown", so an ICMP echo reply (type 0) never has policies.
        if ((!denied && !Verdicts.isPassed(verdict)) || protocol == 0 || port == 0) {
            return null;
        }
        int direction = flow.direction();
        boolean egress = direction == Directions.EGRESS;
        LocalEndpoint local = snapshot.endpoint(egress ? flow.sourceEndpointId() : flow.destinationEndpointId());
        if (local == null) {
            return null;
        }
        int identity = egress ? flow.destinationIdentity() : flow.sourceIdentity();
        PolicyTable table = local.policies();
        return switch (flow.policyMatchType()) {
            case MATCH_IDENTITY -> table.find(direction, identity, 0, 0, denied);
            case MATCH_PORT -> table.find(direction, 0, protocol, port, denied);
            case MATCH_ALL -> table.find(direction, 0, 0, 0, denied);
            case MATCH_IDENTITY_AND_PROTOCOL -> table.find(direction, identity, protocol, 0, denied);
            case MATCH_PROTOCOL -> table.find(direction, 0, protocol, 0, denied);
            default -> table.find(direction, identity, protocol, port, denied);
        };
    }

    private static int protocol(int l4Protocol) {
        return switch (l4Protocol) {
            case L4Protocol.TCP -> TCP;
            case L4Protocol.UDP -> UDP;
            case L4Protocol.ICMPV4 -> ICMP;
            case L4Protocol.ICMPV6 -> ICMPV6;
            case L4Protocol.SCTP -> SCTP;
            default -> 0;
        };
    }

    private static int port(FlowView flow) {
        return L4Protocol.hasPorts(flow.l4Protocol()) ? flow.destinationPort() : flow.l4Type();
    }
}
