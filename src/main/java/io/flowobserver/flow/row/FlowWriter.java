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
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_IP_VERSION;
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_L4;
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
 * Fills one row, column by column. A ring provides the writer with all columns cleared, and copies the columns when it
 * publishes the row. The caller sets only columns that are not 0 or absent. Only the ingest thread uses a writer. It
 * allocates nothing.
 *
 * <p>{@link #view()} reads the columns that are already set.
 */
public final class FlowWriter {
    private static final int INNER_PACKET = FlowFlags.ETHERNET
            | FlowFlags.IP
            | FlowFlags.TCP_FLAGS
            | FlowFlags.SOURCE_ADDRESS
            | FlowFlags.DESTINATION_ADDRESS;
    /** Length in bytes of the two addresses of a packet. */
    private static final int ADDRESSES = 4 * Long.BYTES;

    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final FlowColumns columns = new FlowColumns();
    private final FlowView view = new FlowView(columns);

    /** Returns a view of the row that is being written. */
    public FlowView view() {
        return view;
    }

    FlowColumns columns() {
        return columns;
    }

    /** Sets all columns to 0 and all references to null. */
    public void clear() {
        columns.clear();
    }

    /** Sets the given bits of {@link FlowFlags}. */
    public void addFlags(int flags) {
        columns.put32(FLAGS, columns.i32(FLAGS) | flags);
    }

    /** Sets the network identifier of the tunnel, 24 bits. */
    public void tunnelVni(int vni) {
        columns.put32(TUNNEL_VNI, vni);
    }

    /** Sets the generation by which the event is decoded. The flow shows the names of that generation. */
    public void generation(Generation generation) {
        addFlags(0, generation);
    }

    /** Adds flags and sets the generation, which is cheaper than one after the other. */
    public void addFlags(int flags, Generation generation) {
        addFlags(flags | (generation.ordinal() << FlowFlags.GENERATION_SHIFT));
    }

    /** Clears the given bits of {@link FlowFlags}. */
    public void removeFlags(int flags) {
        columns.put32(FLAGS, columns.i32(FLAGS) & ~flags);
    }

    public void timeNanos(long timeNanos) {
        columns.put64(TIME, timeNanos);
    }

    public void flowType(int flowType) {
        columns.put8(FLOW_TYPE, flowType);
    }

    public void eventType(int eventType) {
        columns.put8(EVENT_TYPE, eventType);
    }

    public void eventSubType(int eventSubType) {
        columns.put8(EVENT_SUB_TYPE, eventSubType);
    }

    public void verdict(int verdict) {
        columns.put8(VERDICT, verdict);
    }

    public void direction(int direction) {
        columns.put8(DIRECTION, direction);
    }

    public void observationPoint(int observationPoint) {
        columns.put8(OBSERVATION_POINT, observationPoint);
    }

    public void traceReason(int traceReason) {
        columns.put8(TRACE_REASON, traceReason);
    }

    public void ipVersion(int ipVersion) {
        columns.put8(IP_VERSION, ipVersion);
    }

    public void l4Protocol(int l4Protocol) {
        columns.put8(L4 + L4Columns.PROTOCOL, l4Protocol);
    }

    public void l4Type(int l4Type) {
        columns.put8(L4 + L4Columns.TYPE, l4Type);
    }

    public void l4Code(int l4Code) {
        columns.put8(L4 + L4Columns.CODE, l4Code);
    }

    public void vrrpPriority(int vrrpPriority) {
        columns.put8(L4 + L4Columns.PRIORITY, vrrpPriority);
    }

    public void sourcePort(int sourcePort) {
        columns.put16(L4 + L4Columns.SOURCE_PORT, sourcePort);
    }

    public void destinationPort(int destinationPort) {
        columns.put16(L4 + L4Columns.DESTINATION_PORT, destinationPort);
    }

    public void tcpFlags(int tcpFlags) {
        columns.put16(L4 + L4Columns.TCP_FLAGS, tcpFlags);
    }

    public void igmpGroup(int igmpGroup) {
        columns.put32(L4 + L4Columns.GROUP_ADDRESS, igmpGroup);
    }

    public void dropReason(int dropReason) {
        columns.put32(DROP_REASON, dropReason);
    }

    public void sourceIdentity(int sourceIdentity) {
        columns.put32(SOURCE_IDENTITY, sourceIdentity);
    }

    public void destinationIdentity(int destinationIdentity) {
        columns.put32(DESTINATION_IDENTITY, destinationIdentity);
    }

    public void sourceEndpointId(int sourceEndpointId) {
        columns.put32(SOURCE_ENDPOINT_ID, sourceEndpointId);
    }

    public void destinationEndpointId(int destinationEndpointId) {
        columns.put32(DESTINATION_ENDPOINT_ID, destinationEndpointId);
    }

    /** Sets the source address as two halves, see {@link FlowLayout}. */
    public void sourceAddress(long high, long low) {
        columns.put64(SOURCE_ADDRESS, high);
        columns.put64(SOURCE_ADDRESS + Long.BYTES, low);
    }

    /** Sets the destination address as two halves, see {@link FlowLayout}. */
    public void destinationAddress(long high, long low) {
        columns.put64(DESTINATION_ADDRESS, high);
        columns.put64(DESTINATION_ADDRESS + Long.BYTES, low);
    }

    /** Sets the source address after translation as two halves, see {@link FlowLayout}. */
    public void translatedSource(long high, long low) {
        columns.put64(TRANSLATED_SOURCE, high);
        columns.put64(TRANSLATED_SOURCE + Long.BYTES, low);
    }

    public void interfaceIndex(int interfaceIndex) {
        columns.put32(INTERFACE_INDEX, interfaceIndex);
    }

    public void proxyPort(int proxyPort) {
        columns.put32(PROXY_PORT, proxyPort);
    }

    public void ipTraceId(long ipTraceId) {
        columns.put64(IP_TRACE_ID, ipTraceId);
    }

    public void ipOptionType(int ipOptionType) {
        columns.put32(IP_OPTION_TYPE, ipOptionType);
    }

    public void sourceMac(long sourceMac) {
        columns.put64(SOURCE_MAC, sourceMac);
    }

    public void destinationMac(long destinationMac) {
        columns.put64(DESTINATION_MAC, destinationMac);
    }

    public void fileLine(int fileLine) {
        columns.put16(FILE_LINE, fileLine);
    }

    public void fileId(int fileId) {
        columns.put8(FILE_ID, fileId);
    }

    public void capturePoint(int capturePoint) {
        columns.put8(CAPTURE_POINT, capturePoint);
    }

    public void socketCookie(long socketCookie) {
        columns.put64(SOCKET_COOKIE, socketCookie);
    }

    public void cgroupId(long cgroupId) {
        columns.put64(CGROUP_ID, cgroupId);
    }

    public void translationPoint(int translationPoint) {
        columns.put8(TRANSLATION_POINT, translationPoint);
    }

    public void policyMatchType(int policyMatchType) {
        columns.put8(POLICY_MATCH_TYPE, policyMatchType);
    }

    public void authType(int authType) {
        columns.put8(AUTH_TYPE, authType);
    }

    public void summaryKind(int summaryKind) {
        columns.put8(SUMMARY, summaryKind);
    }

    public void emittingEndpointId(int emittingEndpointId) {
        columns.put32(EMITTING_ENDPOINT_ID, emittingEndpointId);
    }

    public void aggregateIngress(int aggregateIngress) {
        columns.put32(AGGREGATE_INGRESS, aggregateIngress);
    }

    public void aggregateEgress(int aggregateEgress) {
        columns.put32(AGGREGATE_EGRESS, aggregateEgress);
    }

    public void aggregateUnknown(int aggregateUnknown) {
        columns.put32(AGGREGATE_UNKNOWN, aggregateUnknown);
    }

    /** Sets the packets that the flow tells of; more than 2^32 - 1 become that many. */
    public void packets(long packets) {
        columns.put32(PACKETS, (int) Math.min(packets, UNSIGNED));
    }

    public void bytes(long bytes) {
        columns.put64(BYTES, bytes);
    }

    public void totalPackets(long totalPackets) {
        columns.put64(TOTAL_PACKETS, totalPackets);
    }

    public void totalBytes(long totalBytes) {
        columns.put64(TOTAL_BYTES, totalBytes);
    }

    public void reversePackets(long reversePackets) {
        columns.put64(REVERSE_PACKETS, reversePackets);
    }

    public void reverseBytes(long reverseBytes) {
        columns.put64(REVERSE_BYTES, reverseBytes);
    }

    public void connectionAgeNanos(long connectionAgeNanos) {
        columns.put64(CONNECTION_AGE, connectionAgeNanos);
    }

    /** Sets the TCP flags of this direction so far. Call this after the MAC addresses are set, as the next two. */
    public void connectionTcpFlags(int tcpFlags) {
        columns.put8(CONNECTION_TCP_FLAGS, tcpFlags);
    }

    /** Sets the TCP flags of the other direction so far. */
    public void reverseTcpFlags(int tcpFlags) {
        columns.put8(REVERSE_TCP_FLAGS, tcpFlags);
    }

    /** Sets bits of {@link CountState}. */
    public void countState(int countState) {
        columns.put16(COUNT_STATE, countState);
    }

    public void source(@Nullable Endpoint source) {
        columns.references[SOURCE_REFERENCE] = source;
    }

    public void destination(@Nullable Endpoint destination) {
        columns.references[DESTINATION_REFERENCE] = destination;
    }

    public void sourceNames(@Nullable Names sourceNames) {
        columns.references[SOURCE_NAMES_REFERENCE] = sourceNames;
    }

    public void destinationNames(@Nullable Names destinationNames) {
        columns.references[DESTINATION_NAMES_REFERENCE] = destinationNames;
    }

    public void sourceService(@Nullable Service sourceService) {
        columns.references[SOURCE_SERVICE_REFERENCE] = sourceService;
    }

    public void destinationService(@Nullable Service destinationService) {
        columns.references[DESTINATION_SERVICE_REFERENCE] = destinationService;
    }

    public void policies(@Nullable Policies policies) {
        columns.references[POLICIES_REFERENCE] = policies;
    }

    public void detail(@Nullable Detail detail) {
        columns.references[DETAIL_REFERENCE] = detail;
    }

    public void link(@Nullable Link link) {
        columns.references[INTERFACE_REFERENCE] = link;
    }

    public void node(@Nullable Node node) {
        columns.references[NODE_REFERENCE] = node;
    }

    /**
     * Moves the transport and address columns to the tunnel columns. The decoder calls this when it finds that the
     * decoded headers are those of the outer packet.
     */
    public void moveToTunnel(int protocol) {
        columns.put8(TUNNEL_PROTOCOL, protocol);
        columns.put8(TUNNEL_IP_VERSION, columns.u8(IP_VERSION));
        columns.move(L4, TUNNEL_L4, L4Columns.SIZE);
        columns.move(SOURCE_ADDRESS, TUNNEL_SOURCE_ADDRESS, ADDRESSES);
        int outer = columns.i32(FLAGS);
        int moved = FlowFlags.TUNNEL
                | ((outer & FlowFlags.IP) != 0 ? FlowFlags.TUNNEL_IP : 0)
                | ((outer & FlowFlags.TCP_FLAGS) != 0 ? FlowFlags.TUNNEL_TCP_FLAGS : 0);
        columns.put8(IP_VERSION, 0);
        columns.put8(SUMMARY, SummaryKind.NONE);
        columns.put32(FLAGS, (outer & ~INNER_PACKET) | moved);
    }
}
