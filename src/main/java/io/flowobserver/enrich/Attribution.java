// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.AddressOwner;
import io.flowobserver.enrich.snapshot.Labels;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Adds the endpoints, identities, names, services and direction to a decoded flow, by its addresses.
 *
 * <p>Only the ingest thread calls this. It never throws. It allocates memory only for access log flows, and for a pod
 * with an identity that the datapath reports for the first time and that differs from the inventory.
 */
public final class Attribution {
    private static final int REASON_UNKNOWN = 0;
    private static final int REASON_REPLY = 3;
    private static final int ENDPOINT_ID_MASK = 0xFFFF;

    private final AttributionOptions options;
    private final SocketPods sockets;
    private final RemoteEndpoints remotes = new RemoteEndpoints();
    private final AccessLogAttribution accessLogs = new AccessLogAttribution();
    private @Nullable Snapshot latest;

    public Attribution(AttributionOptions options) {
        this.options = options;
        this.sockets = new SocketPods(options.skipUnknownCgroups());
    }

    /**
     * Sets both sides of a flow. For trace and drop events it also sets the direction, and for policy verdicts the
     * policies. An identity column that is not 0 comes from the datapath and is not changed. The emitting endpoint,
     * addresses, ports and flags must be set before.
     *
     * @param snapshot must be the same for all flows of a batch
     * @return false if the flow must be skipped
     */
    public boolean apply(Snapshot snapshot, FlowWriter row) {
        if (snapshot != latest) {
            latest = snapshot;
            remotes.clear();
        }
        FlowView flow = row.view();
        int eventType = flow.eventType();
        if (eventType == MessageType.TRACE_SOCK && !sockets.complete(snapshot, row)) {
            return false;
        }
        int flags = flow.flags();
        row.node(snapshot.node());
        if ((flags & FlowFlags.INTERFACE) != 0) {
            row.link(snapshot.link(flow.interfaceIndex()));
        }
        if (eventType == MessageType.ACCESS_LOG) {
            accessLogs.apply(snapshot, row);
            return true;
        }
        AddressOwner source = source(snapshot, flow, flags);
        AddressOwner destination = destination(snapshot, flow, flags);
        source(snapshot, source, row, flow);
        destination(snapshot, destination, row, flow);
        row.addFlags(FlowFlags.SOURCE | FlowFlags.DESTINATION);
        if (((source.traits() | destination.traits()) & (AddressOwner.HAS_SERVICES | AddressOwner.HAS_NAMES)) != 0) {
            servicesAndNames(snapshot, source, destination, row);
        }
        if (eventType == MessageType.TRACE || eventType == MessageType.DROP) {
            direction(row, flow, eventType, source.endpointId());
        } else if (eventType == MessageType.POLICY_VERDICT && options.policyCorrelation()) {
            row.policies(PolicyCorrelation.of(snapshot, flow));
        }
        return true;
    }

    static AddressOwner source(Snapshot snapshot, FlowView flow, int flags) {
        if ((flags & FlowFlags.SOURCE_ADDRESS) == 0) {
            return snapshot.unknown();
        }
        return (flags & FlowFlags.SOURCE_MEANT_AS_IPV6) == 0
                ? snapshot.peer(flow.sourceAddressHigh(), flow.sourceAddressLow())
                : snapshot.ipv6Range(flow.sourceAddressHigh(), flow.sourceAddressLow());
    }

    static AddressOwner destination(Snapshot snapshot, FlowView flow, int flags) {
        if ((flags & FlowFlags.DESTINATION_ADDRESS) == 0) {
            return snapshot.unknown();
        }
        return (flags & FlowFlags.DESTINATION_MEANT_AS_IPV6) == 0
                ? snapshot.peer(flow.destinationAddressHigh(), flow.destinationAddressLow())
                : snapshot.ipv6Range(flow.destinationAddressHigh(), flow.destinationAddressLow());
    }

    private void source(Snapshot snapshot, AddressOwner peer, FlowWriter row, FlowView flow) {
        int hint = flow.sourceIdentity();
        if (peer.endpointId() != 0) {
            row.sourceEndpointId(peer.endpointId());
        }
        if (hint == 0) {
            row.sourceIdentity(peer.identity());
        }
        row.source(shown(snapshot, peer, hint));
    }

    private void destination(Snapshot snapshot, AddressOwner peer, FlowWriter row, FlowView flow) {
        int hint = flow.destinationIdentity();
        if (peer.endpointId() != 0) {
            row.destinationEndpointId(peer.endpointId());
        }
        if (hint == 0) {
            row.destinationIdentity(peer.identity());
        }
        row.destination(shown(snapshot, peer, hint));
    }

    /**
     * Returns the attributes to show. A local endpoint keeps its own labels, even if the datapath reported another
     * identity. Other peers have the labels of the identity.
     */
    private Endpoint shown(Snapshot snapshot, AddressOwner peer, int hint) {
        int identity = hint == 0 ? peer.identity() : hint;
        if (peer.endpointId() != 0) {
            return Labels.isLocalScope(identity) ? peer.reduced() : peer.endpoint();
        }
        return identity == peer.identity() ? peer.endpoint() : remotes.get(snapshot, peer, identity);
    }

    /** The names of an address are those that the endpoint on the other side resolved. */
    private static void servicesAndNames(
            Snapshot snapshot, AddressOwner source, AddressOwner destination, FlowWriter row) {
        FlowView flow = row.view();
        if (source.has(AddressOwner.HAS_SERVICES)) {
            row.sourceService(snapshot.service(source, flow.sourcePort()));
        }
        if (destination.has(AddressOwner.HAS_SERVICES)) {
            row.destinationService(snapshot.service(destination, flow.destinationPort()));
        }
        if (source.has(AddressOwner.HAS_NAMES) && destination.endpointId() != 0) {
            row.sourceNames(snapshot.names(source, destination.endpointId()));
        }
        if (destination.has(AddressOwner.HAS_NAMES) && source.endpointId() != 0) {
            row.destinationNames(snapshot.names(destination, source.endpointId()));
        }
    }

    /**
     * A packet that the emitting endpoint sends is egress. The direction of a reply is that of its connection, so it is
     * inverted. A trace event with an original source address is always egress.
     */
    private static void direction(FlowWriter row, FlowView flow, int eventType, int sourceEndpoint) {
        int emitter = flow.emittingEndpointId();
        if (emitter == 0) {
            return;
        }
        boolean egress = ((emitter ^ sourceEndpoint) & ENDPOINT_ID_MASK) == 0;
        if (eventType == MessageType.TRACE) {
            int reason = flow.traceReason();
            if (reason == REASON_UNKNOWN) {
                return;
            }
            boolean reply = reason == REASON_REPLY;
            egress = egress != reply || flow.has(FlowFlags.ORIGINAL_SOURCE);
        }
        row.direction(egress ? Directions.EGRESS : Directions.INGRESS);
    }
}
