// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import static io.flowobserver.flow.FlowLayout.AGGREGATE_EGRESS;
import static io.flowobserver.flow.FlowLayout.AGGREGATE_INGRESS;
import static io.flowobserver.flow.FlowLayout.AGGREGATE_UNKNOWN;
import static io.flowobserver.flow.FlowLayout.AUTH_TYPE;
import static io.flowobserver.flow.FlowLayout.CAPTURE_POINT;
import static io.flowobserver.flow.FlowLayout.CGROUP_ID;
import static io.flowobserver.flow.FlowLayout.DESTINATION_ADDRESS;
import static io.flowobserver.flow.FlowLayout.DESTINATION_ENDPOINT_ID;
import static io.flowobserver.flow.FlowLayout.DESTINATION_IDENTITY;
import static io.flowobserver.flow.FlowLayout.DESTINATION_MAC;
import static io.flowobserver.flow.FlowLayout.DESTINATION_NAMES_REFERENCE;
import static io.flowobserver.flow.FlowLayout.DESTINATION_REFERENCE;
import static io.flowobserver.flow.FlowLayout.DESTINATION_SERVICE_REFERENCE;
import static io.flowobserver.flow.FlowLayout.DETAIL_REFERENCE;
import static io.flowobserver.flow.FlowLayout.DIRECTION;
import static io.flowobserver.flow.FlowLayout.DROP_REASON;
import static io.flowobserver.flow.FlowLayout.EMITTING_ENDPOINT_ID;
import static io.flowobserver.flow.FlowLayout.EVENT_SUB_TYPE;
import static io.flowobserver.flow.FlowLayout.EVENT_TYPE;
import static io.flowobserver.flow.FlowLayout.FILE_ID;
import static io.flowobserver.flow.FlowLayout.FILE_LINE;
import static io.flowobserver.flow.FlowLayout.FLAGS;
import static io.flowobserver.flow.FlowLayout.FLOW_TYPE;
import static io.flowobserver.flow.FlowLayout.INTERFACE_INDEX;
import static io.flowobserver.flow.FlowLayout.INTERFACE_REFERENCE;
import static io.flowobserver.flow.FlowLayout.IP_OPTION_TYPE;
import static io.flowobserver.flow.FlowLayout.IP_TRACE_ID;
import static io.flowobserver.flow.FlowLayout.IP_VERSION;
import static io.flowobserver.flow.FlowLayout.L4;
import static io.flowobserver.flow.FlowLayout.NODE_REFERENCE;
import static io.flowobserver.flow.FlowLayout.OBSERVATION_POINT;
import static io.flowobserver.flow.FlowLayout.POLICIES_REFERENCE;
import static io.flowobserver.flow.FlowLayout.POLICY_MATCH_TYPE;
import static io.flowobserver.flow.FlowLayout.PROXY_PORT;
import static io.flowobserver.flow.FlowLayout.REFERENCES;
import static io.flowobserver.flow.FlowLayout.ROW_SIZE;
import static io.flowobserver.flow.FlowLayout.SEQUENCE;
import static io.flowobserver.flow.FlowLayout.SOCKET_COOKIE;
import static io.flowobserver.flow.FlowLayout.SOURCE_ADDRESS;
import static io.flowobserver.flow.FlowLayout.SOURCE_ENDPOINT_ID;
import static io.flowobserver.flow.FlowLayout.SOURCE_IDENTITY;
import static io.flowobserver.flow.FlowLayout.SOURCE_MAC;
import static io.flowobserver.flow.FlowLayout.SOURCE_NAMES_REFERENCE;
import static io.flowobserver.flow.FlowLayout.SOURCE_REFERENCE;
import static io.flowobserver.flow.FlowLayout.SOURCE_SERVICE_REFERENCE;
import static io.flowobserver.flow.FlowLayout.SUMMARY;
import static io.flowobserver.flow.FlowLayout.TIME;
import static io.flowobserver.flow.FlowLayout.TRACE_REASON;
import static io.flowobserver.flow.FlowLayout.TRANSLATED_SOURCE;
import static io.flowobserver.flow.FlowLayout.TRANSLATION_POINT;
import static io.flowobserver.flow.FlowLayout.TUNNEL_DESTINATION_ADDRESS;
import static io.flowobserver.flow.FlowLayout.TUNNEL_IP_VERSION;
import static io.flowobserver.flow.FlowLayout.TUNNEL_PROTOCOL;
import static io.flowobserver.flow.FlowLayout.TUNNEL_SOURCE_ADDRESS;
import static io.flowobserver.flow.FlowLayout.TUNNEL_VNI;
import static io.flowobserver.flow.FlowLayout.VERDICT;

import io.flowobserver.flow.FlowLayout.L4Columns;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One flow, read column by column: either a reader's private copy of a row and its references, so that nothing can tear,
 * or (only on the ingest thread, for as long as the row is the newest) the row itself.
 *
 * <p>Accessors return plain numbers; see {@link FlowLayout} for the layout and {@link FlowFlags} for what is present.
 * Reused for flow after flow, never stored. Not thread-safe.
 */
public final class FlowView {
    private ByteBuffer row;
    private int base;
    private @Nullable Object[] references;
    private int firstReference;

    /** A private copy, empty until a ring fills it. Takes 256 bytes of direct memory. */
    public FlowView() {
        row = ByteBuffer.allocateDirect(ROW_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        references = new Object[REFERENCES];
    }

    /** Makes this view show the row itself instead of a copy. */
    void point(ByteBuffer rows, int base, @Nullable Object[] references, int firstReference) {
        this.row = rows;
        this.base = base;
        this.references = references;
        this.firstReference = firstReference;
    }

    /** Copies a row into this view, which must be a private copy. */
    void fill(ByteBuffer rows, int from, @Nullable Object[] fromReferences, int firstReference) {
        row.put(0, rows, from, ROW_SIZE);
        System.arraycopy(fromReferences, firstReference, references, 0, REFERENCES);
    }

    ByteBuffer row() {
        return row;
    }

    int base() {
        return base;
    }

    @Nullable
    Object[] references() {
        return references;
    }

    int firstReference() {
        return firstReference;
    }

    /** Position in the order of all flows since start, from 0. */
    public long sequence() {
        return row.getLong(base + SEQUENCE);
    }

    /** When it was observed, nanoseconds since 1970-01-01 UTC. */
    public long timeNanos() {
        return row.getLong(base + TIME);
    }

    /** Number of {@code flow.FlowType}. */
    public int flowType() {
        return row.get(base + FLOW_TYPE) & 0xFF;
    }

    /** Number of the monitor message type; means something if {@link FlowFlags#EVENT_TYPE} is set. */
    public int eventType() {
        return row.get(base + EVENT_TYPE) & 0xFF;
    }

    /** Sub-type of the monitor message, as the datapath sent it. */
    public int eventSubType() {
        return row.get(base + EVENT_SUB_TYPE) & 0xFF;
    }

    /** Number of {@code flow.Verdict}. */
    public int verdict() {
        return row.get(base + VERDICT) & 0xFF;
    }

    /** Bits of {@link FlowFlags}. */
    public int flags() {
        return row.getInt(base + FLAGS);
    }

    /** Number of {@code flow.TrafficDirection}. */
    public int direction() {
        return row.get(base + DIRECTION) & 0xFF;
    }

    /** Number of {@code flow.TraceObservationPoint}. */
    public int observationPoint() {
        return row.get(base + OBSERVATION_POINT) & 0xFF;
    }

    /** Number of {@code flow.TraceReason}. */
    public int traceReason() {
        return row.get(base + TRACE_REASON) & 0xFF;
    }

    /** Number of {@code flow.IPVersion}: 1 for IPv4, 2 for IPv6, 0 without an IP header. */
    public int ipVersion() {
        return row.get(base + IP_VERSION) & 0xFF;
    }

    /** One of {@link L4Protocol}. */
    public int l4Protocol() {
        return row.get(base + L4 + L4Columns.PROTOCOL) & 0xFF;
    }

    /** ICMP, VRRP or IGMP type. */
    public int l4Type() {
        return row.get(base + L4 + L4Columns.TYPE) & 0xFF;
    }

    /** ICMP code, or the VRRP router id. */
    public int l4Code() {
        return row.get(base + L4 + L4Columns.CODE) & 0xFF;
    }

    /** VRRP priority. */
    public int vrrpPriority() {
        return row.get(base + L4 + L4Columns.PRIORITY) & 0xFF;
    }

    /** Source port; 0 if the protocol has none. */
    public int sourcePort() {
        return row.getShort(base + L4 + L4Columns.SOURCE_PORT) & 0xFFFF;
    }

    /** Destination port; 0 if the protocol has none. */
    public int destinationPort() {
        return row.getShort(base + L4 + L4Columns.DESTINATION_PORT) & 0xFFFF;
    }

    /** Bits of {@link TcpFlags}. */
    public int tcpFlags() {
        return row.getShort(base + L4 + L4Columns.TCP_FLAGS) & 0xFFFF;
    }

    /** IPv4 address of an IGMP group, first octet highest. */
    public int igmpGroup() {
        return row.getInt(base + L4 + L4Columns.GROUP_ADDRESS);
    }

    /** Number of {@code flow.DropReason}, named or not; 0 if nothing was dropped. */
    public int dropReason() {
        return row.getInt(base + DROP_REASON);
    }

    /** Security identity of the source, unsigned. */
    public int sourceIdentity() {
        return row.getInt(base + SOURCE_IDENTITY);
    }

    /** Security identity of the destination, unsigned. */
    public int destinationIdentity() {
        return row.getInt(base + DESTINATION_IDENTITY);
    }

    /** Id of the source endpoint, unsigned; 0 if it is not on this node. */
    public int sourceEndpointId() {
        return row.getInt(base + SOURCE_ENDPOINT_ID);
    }

    /** Id of the destination endpoint, unsigned; 0 if it is not on this node. */
    public int destinationEndpointId() {
        return row.getInt(base + DESTINATION_ENDPOINT_ID);
    }

    /** First half of the source address, see {@link FlowLayout}. */
    public long sourceAddressHigh() {
        return row.getLong(base + SOURCE_ADDRESS);
    }

    /** Second half of the source address. */
    public long sourceAddressLow() {
        return row.getLong(base + SOURCE_ADDRESS + Long.BYTES);
    }

    /** First half of the destination address, see {@link FlowLayout}. */
    public long destinationAddressHigh() {
        return row.getLong(base + DESTINATION_ADDRESS);
    }

    /** Second half of the destination address. */
    public long destinationAddressLow() {
        return row.getLong(base + DESTINATION_ADDRESS + Long.BYTES);
    }

    /** First half of the source address after translation, see {@link FlowLayout}. */
    public long translatedSourceHigh() {
        return row.getLong(base + TRANSLATED_SOURCE);
    }

    /** Second half of the source address after translation. */
    public long translatedSourceLow() {
        return row.getLong(base + TRANSLATED_SOURCE + Long.BYTES);
    }

    /** Index of the interface, unsigned. */
    public int interfaceIndex() {
        return row.getInt(base + INTERFACE_INDEX);
    }

    /** Port of the proxy the packet was sent to, unsigned; 0 for none. */
    public int proxyPort() {
        return row.getInt(base + PROXY_PORT);
    }

    /** Trace id from an IP option, unsigned. */
    public long ipTraceId() {
        return row.getLong(base + IP_TRACE_ID);
    }

    /** Number of the IP option that carried the trace id. */
    public int ipOptionType() {
        return row.getInt(base + IP_OPTION_TYPE);
    }

    /** Source MAC address in the low 48 bits, first octet highest. */
    public long sourceMac() {
        return row.getLong(base + SOURCE_MAC);
    }

    /** Destination MAC address in the low 48 bits, first octet highest. */
    public long destinationMac() {
        return row.getLong(base + DESTINATION_MAC);
    }

    /** Line of the datapath source that dropped the packet. */
    public int fileLine() {
        return row.getShort(base + FILE_LINE) & 0xFFFF;
    }

    /** Id of the datapath source file, see {@link SourceFiles}. */
    public int fileId() {
        return row.get(base + FILE_ID) & 0xFF;
    }

    /** Number of {@code flow.DebugCapturePoint}. */
    public int capturePoint() {
        return row.get(base + CAPTURE_POINT) & 0xFF;
    }

    /** Socket cookie, unsigned. */
    public long socketCookie() {
        return row.getLong(base + SOCKET_COOKIE);
    }

    /** Id of the cgroup, unsigned. */
    public long cgroupId() {
        return row.getLong(base + CGROUP_ID);
    }

    /** Number of {@code flow.SocketTranslationPoint}. */
    public int translationPoint() {
        return row.get(base + TRANSLATION_POINT) & 0xFF;
    }

    /** How a policy matched, 0 to 6. */
    public int policyMatchType() {
        return row.get(base + POLICY_MATCH_TYPE) & 0xFF;
    }

    /** Number of {@code flow.AuthType}. */
    public int authType() {
        return row.get(base + AUTH_TYPE) & 0xFF;
    }

    /** One of {@link SummaryKind}. */
    public int summaryKind() {
        return row.get(base + SUMMARY) & 0xFF;
    }

    /** Id of the endpoint whose program reported the event; 0 if none. */
    public int emittingEndpointId() {
        return row.getInt(base + EMITTING_ENDPOINT_ID);
    }

    /** Ingress flows folded in, unsigned. */
    public int aggregateIngress() {
        return row.getInt(base + AGGREGATE_INGRESS);
    }

    /** Egress flows folded in, unsigned. */
    public int aggregateEgress() {
        return row.getInt(base + AGGREGATE_EGRESS);
    }

    /** Flows of unknown direction folded in, unsigned. */
    public int aggregateUnknown() {
        return row.getInt(base + AGGREGATE_UNKNOWN);
    }

    /** Number of {@code flow.Tunnel.Protocol}. */
    public int tunnelProtocol() {
        return row.get(base + TUNNEL_PROTOCOL) & 0xFF;
    }

    /** Number of {@code flow.IPVersion} of the outer packet. */
    public int tunnelIpVersion() {
        return row.get(base + TUNNEL_IP_VERSION) & 0xFF;
    }

    /** Network id of the tunnel. */
    public int tunnelVni() {
        return row.getInt(base + TUNNEL_VNI);
    }

    /** First half of the source address of the outer packet, see {@link FlowLayout}. */
    public long tunnelSourceAddressHigh() {
        return row.getLong(base + TUNNEL_SOURCE_ADDRESS);
    }

    /** Second half of the source address of the outer packet. */
    public long tunnelSourceAddressLow() {
        return row.getLong(base + TUNNEL_SOURCE_ADDRESS + Long.BYTES);
    }

    /** First half of the destination address of the outer packet, see {@link FlowLayout}. */
    public long tunnelDestinationAddressHigh() {
        return row.getLong(base + TUNNEL_DESTINATION_ADDRESS);
    }

    /** Second half of the destination address of the outer packet. */
    public long tunnelDestinationAddressLow() {
        return row.getLong(base + TUNNEL_DESTINATION_ADDRESS + Long.BYTES);
    }

    /** Whether all of the given bits of {@link FlowFlags} are set. */
    public boolean has(int flags) {
        return (flags() & flags) == flags;
    }

    /** Who sent; null before attribution. */
    public @Nullable Endpoint source() {
        return (Endpoint) references[firstReference + SOURCE_REFERENCE];
    }

    /** Who received; null before attribution. */
    public @Nullable Endpoint destination() {
        return (Endpoint) references[firstReference + DESTINATION_REFERENCE];
    }

    /** DNS names of the source address, or null. */
    public @Nullable Names sourceNames() {
        return (Names) references[firstReference + SOURCE_NAMES_REFERENCE];
    }

    /** DNS names of the destination address, or null. */
    public @Nullable Names destinationNames() {
        return (Names) references[firstReference + DESTINATION_NAMES_REFERENCE];
    }

    /** Service that owns the source address and port, or null. */
    public @Nullable Service sourceService() {
        return (Service) references[firstReference + SOURCE_SERVICE_REFERENCE];
    }

    /** Service that owns the destination address and port, or null. */
    public @Nullable Service destinationService() {
        return (Service) references[firstReference + DESTINATION_SERVICE_REFERENCE];
    }

    /** Policies that decided, or null. */
    public @Nullable Policies policies() {
        return (Policies) references[firstReference + POLICIES_REFERENCE];
    }

    /** What only few flows have, or null. */
    public @Nullable Detail detail() {
        return (Detail) references[firstReference + DETAIL_REFERENCE];
    }

    /** Name of the interface, or null. */
    public @Nullable Link link() {
        return (Link) references[firstReference + INTERFACE_REFERENCE];
    }

    /** Where the flow was observed, or null. */
    public @Nullable Node node() {
        return (Node) references[firstReference + NODE_REFERENCE];
    }
}
