// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

import static io.flowobserver.flow.row.FlowLayout.AGGREGATE_EGRESS;
import static io.flowobserver.flow.row.FlowLayout.AGGREGATE_INGRESS;
import static io.flowobserver.flow.row.FlowLayout.AGGREGATE_UNKNOWN;
import static io.flowobserver.flow.row.FlowLayout.AUTH_TYPE;
import static io.flowobserver.flow.row.FlowLayout.BYTES;
import static io.flowobserver.flow.row.FlowLayout.CAPTURE_POINT;
import static io.flowobserver.flow.row.FlowLayout.CGROUP_ID;
import static io.flowobserver.flow.row.FlowLayout.CONNECTION_AGE;
import static io.flowobserver.flow.row.FlowLayout.CONNECTION_TCP_FLAGS;
import static io.flowobserver.flow.row.FlowLayout.COUNT_STATE;
import static io.flowobserver.flow.row.FlowLayout.DESTINATION_ADDRESS;
import static io.flowobserver.flow.row.FlowLayout.DESTINATION_ENDPOINT_ID;
import static io.flowobserver.flow.row.FlowLayout.DESTINATION_IDENTITY;
import static io.flowobserver.flow.row.FlowLayout.DESTINATION_MAC;
import static io.flowobserver.flow.row.FlowLayout.DESTINATION_NAMES_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.DESTINATION_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.DESTINATION_SERVICE_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.DETAIL_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.DIRECTION;
import static io.flowobserver.flow.row.FlowLayout.DROP_REASON;
import static io.flowobserver.flow.row.FlowLayout.EMITTING_ENDPOINT_ID;
import static io.flowobserver.flow.row.FlowLayout.EVENT_SUB_TYPE;
import static io.flowobserver.flow.row.FlowLayout.EVENT_TYPE;
import static io.flowobserver.flow.row.FlowLayout.FILE_ID;
import static io.flowobserver.flow.row.FlowLayout.FILE_LINE;
import static io.flowobserver.flow.row.FlowLayout.FLAGS;
import static io.flowobserver.flow.row.FlowLayout.FLOW_TYPE;
import static io.flowobserver.flow.row.FlowLayout.INTERFACE_INDEX;
import static io.flowobserver.flow.row.FlowLayout.INTERFACE_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.IP_OPTION_TYPE;
import static io.flowobserver.flow.row.FlowLayout.IP_TRACE_ID;
import static io.flowobserver.flow.row.FlowLayout.IP_VERSION;
import static io.flowobserver.flow.row.FlowLayout.L4;
import static io.flowobserver.flow.row.FlowLayout.NODE_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.OBSERVATION_POINT;
import static io.flowobserver.flow.row.FlowLayout.PACKETS;
import static io.flowobserver.flow.row.FlowLayout.POLICIES_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.POLICY_MATCH_TYPE;
import static io.flowobserver.flow.row.FlowLayout.PROXY_PORT;
import static io.flowobserver.flow.row.FlowLayout.REVERSE_BYTES;
import static io.flowobserver.flow.row.FlowLayout.REVERSE_PACKETS;
import static io.flowobserver.flow.row.FlowLayout.REVERSE_TCP_FLAGS;
import static io.flowobserver.flow.row.FlowLayout.SEQUENCE;
import static io.flowobserver.flow.row.FlowLayout.SOCKET_COOKIE;
import static io.flowobserver.flow.row.FlowLayout.SOURCE_ADDRESS;
import static io.flowobserver.flow.row.FlowLayout.SOURCE_ENDPOINT_ID;
import static io.flowobserver.flow.row.FlowLayout.SOURCE_IDENTITY;
import static io.flowobserver.flow.row.FlowLayout.SOURCE_MAC;
import static io.flowobserver.flow.row.FlowLayout.SOURCE_NAMES_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.SOURCE_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.SOURCE_SERVICE_REFERENCE;
import static io.flowobserver.flow.row.FlowLayout.SUMMARY;
import static io.flowobserver.flow.row.FlowLayout.TIME;
import static io.flowobserver.flow.row.FlowLayout.TOTAL_BYTES;
import static io.flowobserver.flow.row.FlowLayout.TOTAL_PACKETS;
import static io.flowobserver.flow.row.FlowLayout.TRACE_REASON;
import static io.flowobserver.flow.row.FlowLayout.TRANSLATED_SOURCE;
import static io.flowobserver.flow.row.FlowLayout.TRANSLATION_POINT;
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_DESTINATION_ADDRESS;
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_IP_VERSION;
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_PROTOCOL;
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_SOURCE_ADDRESS;
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_VNI;
import static io.flowobserver.flow.row.FlowLayout.VERDICT;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.row.FlowLayout.L4Columns;
import org.jspecify.annotations.Nullable;

/**
 * Reads one flow, column by column. A view is either a reader's own copy of a row and its references, which no other
 * thread changes, or the row that is being written. Only the ingest thread uses a view of the second kind.
 *
 * <p>Accessors return plain numbers. {@link FlowLayout} defines the layout, and {@link FlowFlags} says which parts are
 * present. Without {@link FlowFlags#TUNNEL} the tunnel columns are undefined, and so are the counts without
 * {@link FlowFlags#COUNTS}, and the columns whose places they have with it. Any other absent column is 0. A view is
 * reused for many flows; do not store it. Not thread-safe.
 */
public final class FlowView {
    private static final long MAC = 0xFFFF_FFFF_FFFFL;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final FlowColumns columns;

    /** Creates an empty view, which a ring fills. */
    public FlowView() {
        this(new FlowColumns());
    }

    /** Creates a view of a row that is being written. */
    FlowView(FlowColumns columns) {
        this.columns = columns;
    }

    /** Returns the columns that this view reads. */
    public FlowColumns columns() {
        return columns;
    }

    /** Number of the flow, counted from 0 since start. */
    public long sequence() {
        return columns.i64(SEQUENCE);
    }

    /** Time of observation, in nanoseconds since 1970-01-01 UTC. */
    public long timeNanos() {
        return columns.i64(TIME);
    }

    /** Number of {@code flow.FlowType}. */
    public int flowType() {
        return columns.u8(FLOW_TYPE);
    }

    /** Number of the monitor message type; defined only if {@link FlowFlags#EVENT_TYPE} is set. */
    public int eventType() {
        return columns.u8(EVENT_TYPE);
    }

    /** Sub-type of the monitor message, as the datapath sent it. */
    public int eventSubType() {
        return columns.u8(EVENT_SUB_TYPE);
    }

    /** Number of {@code flow.Verdict}. */
    public int verdict() {
        return columns.u8(VERDICT);
    }

    /** Bits of {@link FlowFlags}. */
    public int flags() {
        return columns.i32(FLAGS);
    }

    /** The generation by which the event was decoded. */
    public Generation generation() {
        return Generation.of(columns.i32(FLAGS) >>> FlowFlags.GENERATION_SHIFT);
    }

    /** Number of {@code flow.TrafficDirection}. */
    public int direction() {
        return columns.u8(DIRECTION);
    }

    /** Number of {@code flow.TraceObservationPoint}. */
    public int observationPoint() {
        return columns.u8(OBSERVATION_POINT);
    }

    /** Number of {@code flow.TraceReason}. */
    public int traceReason() {
        return columns.u8(TRACE_REASON);
    }

    /** Number of {@code flow.IPVersion}: 1 for IPv4, 2 for IPv6, 0 if there is no IP header. */
    public int ipVersion() {
        return columns.u8(IP_VERSION);
    }

    /** Constant of {@link L4Protocol}. */
    public int l4Protocol() {
        return columns.u8(L4 + L4Columns.PROTOCOL);
    }

    /** Type of an ICMP, VRRP or IGMP message; of SCTP, the number of {@code flow.SCTPChunkType} of the first chunk. */
    public int l4Type() {
        return columns.u8(L4 + L4Columns.TYPE);
    }

    /** ICMP code or VRRP router id. */
    public int l4Code() {
        return columns.u8(L4 + L4Columns.CODE);
    }

    /** Source port; 0 if the protocol has none. */
    public int sourcePort() {
        return columns.u16(L4 + L4Columns.SOURCE_PORT);
    }

    /** Destination port; 0 if the protocol has none. */
    public int destinationPort() {
        return columns.u16(L4 + L4Columns.DESTINATION_PORT);
    }

    /** Bits of {@link TcpFlags}. */
    public int tcpFlags() {
        return columns.u16(L4 + L4Columns.TCP_FLAGS);
    }

    /** Number of {@code flow.DropReason}, which may be unnamed; 0 if the packet was not dropped. */
    public int dropReason() {
        return columns.i32(DROP_REASON);
    }

    /** Security identity of the source, unsigned. */
    public int sourceIdentity() {
        return columns.i32(SOURCE_IDENTITY);
    }

    /** Security identity of the destination, unsigned. */
    public int destinationIdentity() {
        return columns.i32(DESTINATION_IDENTITY);
    }

    /** Id of the source endpoint, unsigned; 0 if the source is not on this node. */
    public int sourceEndpointId() {
        return columns.i32(SOURCE_ENDPOINT_ID);
    }

    /** Id of the destination endpoint, unsigned; 0 if the destination is not on this node. */
    public int destinationEndpointId() {
        return columns.i32(DESTINATION_ENDPOINT_ID);
    }

    /** First eight bytes of the source address, see {@link FlowLayout}. */
    public long sourceAddressHigh() {
        return columns.i64(SOURCE_ADDRESS);
    }

    /** Last eight bytes of the source address. */
    public long sourceAddressLow() {
        return columns.i64(SOURCE_ADDRESS + Long.BYTES);
    }

    /** First eight bytes of the destination address, see {@link FlowLayout}. */
    public long destinationAddressHigh() {
        return columns.i64(DESTINATION_ADDRESS);
    }

    /** Last eight bytes of the destination address. */
    public long destinationAddressLow() {
        return columns.i64(DESTINATION_ADDRESS + Long.BYTES);
    }

    /** First eight bytes of the source address after translation, see {@link FlowLayout}. */
    public long translatedSourceHigh() {
        return columns.i64(TRANSLATED_SOURCE);
    }

    /** Last eight bytes of the source address after translation. */
    public long translatedSourceLow() {
        return columns.i64(TRANSLATED_SOURCE + Long.BYTES);
    }

    /** Index of the network interface, unsigned. */
    public int interfaceIndex() {
        return columns.i32(INTERFACE_INDEX);
    }

    /** Port of the proxy to which the packet was redirected, unsigned; 0 if none. */
    public int proxyPort() {
        return columns.i32(PROXY_PORT);
    }

    /** Trace id from an IP option, unsigned. */
    public long ipTraceId() {
        return columns.i64(IP_TRACE_ID);
    }

    /** Number of the IP option that carried the trace id. */
    public int ipOptionType() {
        return columns.i32(IP_OPTION_TYPE);
    }

    /** Source MAC address in the low 48 bits; the first octet is the highest byte. */
    public long sourceMac() {
        return columns.i64(SOURCE_MAC) & MAC;
    }

    /** Destination MAC address in the low 48 bits; the first octet is the highest byte. */
    public long destinationMac() {
        return columns.i64(DESTINATION_MAC) & MAC;
    }

    /** Line in the datapath source file at which the packet was dropped. */
    public int fileLine() {
        return columns.u16(FILE_LINE);
    }

    /** Id of the datapath source file, see {@code SourceFiles}. */
    public int fileId() {
        return columns.u8(FILE_ID);
    }

    /** Number of {@code flow.DebugCapturePoint}. */
    public int capturePoint() {
        return has(FlowFlags.COUNTS) ? 0 : columns.u8(CAPTURE_POINT);
    }

    /** Socket cookie, unsigned; 0 if there is none. */
    public long socketCookie() {
        return has(FlowFlags.COUNTS) ? 0 : columns.i64(SOCKET_COOKIE);
    }

    /** Id of the cgroup, unsigned; 0 if there is none. */
    public long cgroupId() {
        return has(FlowFlags.COUNTS) ? 0 : columns.i64(CGROUP_ID);
    }

    /** Number of {@code flow.SocketTranslationPoint}. */
    public int translationPoint() {
        return columns.u8(TRANSLATION_POINT);
    }

    /** Number that says how a policy matched, 0 to 6. */
    public int policyMatchType() {
        return columns.u8(POLICY_MATCH_TYPE);
    }

    /** Number of {@code flow.AuthType}. */
    public int authType() {
        return columns.u8(AUTH_TYPE);
    }

    /** Constant of {@link SummaryKind}. */
    public int summaryKind() {
        return columns.u8(SUMMARY);
    }

    /** Id of the endpoint whose eBPF program reported the event; 0 if none. */
    public int emittingEndpointId() {
        return columns.i32(EMITTING_ENDPOINT_ID);
    }

    /** Number of aggregated ingress flows, unsigned. */
    public int aggregateIngress() {
        return columns.i32(AGGREGATE_INGRESS);
    }

    /** Number of aggregated egress flows, unsigned. */
    public int aggregateEgress() {
        return columns.i32(AGGREGATE_EGRESS);
    }

    /** Number of aggregated flows of unknown direction, unsigned. */
    public int aggregateUnknown() {
        return columns.i32(AGGREGATE_UNKNOWN);
    }

    /** Packets that the flow tells of: those of its direction since the last flow; 2^32 - 1 if there are more. */
    public long packets() {
        return columns.i32(PACKETS) & UNSIGNED;
    }

    /** Bytes of {@link #packets()} on the wire, with their Ethernet headers. */
    public long bytes() {
        return columns.i64(BYTES);
    }

    /** Packets of this direction since the connection began. */
    public long totalPackets() {
        return columns.i64(TOTAL_PACKETS);
    }

    /** Bytes of {@link #totalPackets()}. */
    public long totalBytes() {
        return columns.i64(TOTAL_BYTES);
    }

    /** Packets of the other direction since the connection began. */
    public long reversePackets() {
        return columns.i64(REVERSE_PACKETS);
    }

    /** Bytes of {@link #reversePackets()}. */
    public long reverseBytes() {
        return columns.i64(REVERSE_BYTES);
    }

    /** Nanoseconds from the first packet of the connection, of either direction, to the time of the flow. */
    public long connectionAgeNanos() {
        return columns.i64(CONNECTION_AGE);
    }

    /** Bits of {@link TcpFlags} that packets of this direction have had so far, without NS. */
    public int connectionTcpFlags() {
        return columns.u8(CONNECTION_TCP_FLAGS);
    }

    /** Bits of {@link TcpFlags} that packets of the other direction have had so far, without NS. */
    public int reverseTcpFlags() {
        return columns.u8(REVERSE_TCP_FLAGS);
    }

    /** Bits of {@link CountState}; 0 without {@link FlowFlags#COUNTS}. */
    public int countState() {
        return has(FlowFlags.COUNTS) ? columns.u16(COUNT_STATE) : 0;
    }

    /**
     * Returns whether no packet is the cause of the flow, see {@link CountState#SWEPT}. Such a flow is none in counts of
     * packets, flags or ports that flows are taken for.
     */
    public boolean isSwept() {
        return (countState() & CountState.SWEPT) != 0;
    }

    /** Number of {@code flow.Tunnel.Protocol}. */
    public int tunnelProtocol() {
        return columns.u8(TUNNEL_PROTOCOL);
    }

    /** Number of {@code flow.IPVersion} of the outer packet. */
    public int tunnelIpVersion() {
        return columns.u8(TUNNEL_IP_VERSION);
    }

    /** Network identifier (VNI) of the tunnel. */
    public int tunnelVni() {
        return columns.i32(TUNNEL_VNI);
    }

    /** First eight bytes of the outer packet's source address, see {@link FlowLayout}. */
    public long tunnelSourceAddressHigh() {
        return columns.i64(TUNNEL_SOURCE_ADDRESS);
    }

    /** Last eight bytes of the outer packet's source address. */
    public long tunnelSourceAddressLow() {
        return columns.i64(TUNNEL_SOURCE_ADDRESS + Long.BYTES);
    }

    /** First eight bytes of the outer packet's destination address, see {@link FlowLayout}. */
    public long tunnelDestinationAddressHigh() {
        return columns.i64(TUNNEL_DESTINATION_ADDRESS);
    }

    /** Last eight bytes of the outer packet's destination address. */
    public long tunnelDestinationAddressLow() {
        return columns.i64(TUNNEL_DESTINATION_ADDRESS + Long.BYTES);
    }

    /** Returns whether all given bits of {@link FlowFlags} are set. */
    public boolean has(int flags) {
        return (flags() & flags) == flags;
    }

    /** Attributes of the source; null before attribution. */
    public @Nullable Endpoint source() {
        return (Endpoint) columns.references[SOURCE_REFERENCE];
    }

    /** Attributes of the destination; null before attribution. */
    public @Nullable Endpoint destination() {
        return (Endpoint) columns.references[DESTINATION_REFERENCE];
    }

    /** DNS names of the source address, or null. */
    public @Nullable Names sourceNames() {
        return (Names) columns.references[SOURCE_NAMES_REFERENCE];
    }

    /** DNS names of the destination address, or null. */
    public @Nullable Names destinationNames() {
        return (Names) columns.references[DESTINATION_NAMES_REFERENCE];
    }

    /** Service that owns the source address and port, or null. */
    public @Nullable Service sourceService() {
        return (Service) columns.references[SOURCE_SERVICE_REFERENCE];
    }

    /** Service that owns the destination address and port, or null. */
    public @Nullable Service destinationService() {
        return (Service) columns.references[DESTINATION_SERVICE_REFERENCE];
    }

    /** Policies that allowed or denied the flow, or null. */
    public @Nullable Policies policies() {
        return (Policies) columns.references[POLICIES_REFERENCE];
    }

    /** Optional parts that few flows have, or null. */
    public @Nullable Detail detail() {
        return (Detail) columns.references[DETAIL_REFERENCE];
    }

    /** Name of the interface, or null. */
    public @Nullable Link link() {
        return (Link) columns.references[INTERFACE_REFERENCE];
    }

    /** Node on which the flow was observed, or null. */
    public @Nullable Node node() {
        return (Node) columns.references[NODE_REFERENCE];
    }
}
