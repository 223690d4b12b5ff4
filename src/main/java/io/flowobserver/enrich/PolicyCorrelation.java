// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.PolicyTable;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.Verdicts;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policies that allowed or denied a flow.
 *
 * <p>Before Cilium 1.20 the key of the matched policy entry is rebuilt from the flow and its match type. The key must
 * match exactly; like Hubble, this does not find an entry for a port range. From 1.20 on the entry that covers the
 * packet is looked for, and audited flows have policies, too.
 */
final class PolicyCorrelation {
    /** "Policy denied by denylist": an entry denied the flow. */
    private static final int DENIED_BY_ENTRY = 181;
    /** "Policy denied": no entry allowed the flow. */
    private static final int NOT_ALLOWED = 133;

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

    /**
     * Returns the policies of a policy verdict whose attribution is complete, or null if none is known. Allocates
     * nothing.
     */
    static @Nullable Policies of(Snapshot snapshot, FlowView flow) {
        boolean covering = flow.generation().isAtLeast(Generation.V1_20);
        boolean denied = isDenied(flow, covering);
        int protocol = protocol(flow.l4Protocol());
        int port = port(flow);
        // In Hubble, port 0 means unknown, so an ICMP echo reply (type 0) never has policies.
        if ((!denied && !Verdicts.isPassed(flow.verdict())) || protocol == 0 || port == 0) {
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
        if (covering) {
            return table.covering(direction, identity, protocol, port, denied);
        }
        return switch (flow.policyMatchType()) {
            case MATCH_IDENTITY -> table.find(direction, identity, 0, 0, denied);
            case MATCH_PORT -> table.find(direction, 0, protocol, port, denied);
            case MATCH_ALL -> table.find(direction, 0, 0, 0, denied);
            case MATCH_IDENTITY_AND_PROTOCOL -> table.find(direction, identity, protocol, 0, denied);
            case MATCH_PROTOCOL -> table.find(direction, 0, protocol, 0, denied);
            default -> table.find(direction, identity, protocol, port, denied);
        };
    }

    private static boolean isDenied(FlowView flow, boolean covering) {
        if (flow.verdict() != Verdicts.DROPPED) {
            return covering && flow.verdict() == Verdicts.AUDIT;
        }
        return flow.dropReason() == DENIED_BY_ENTRY || (covering && flow.dropReason() == NOT_ALLOWED);
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
