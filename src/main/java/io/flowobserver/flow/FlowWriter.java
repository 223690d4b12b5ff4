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
import static io.flowobserver.flow.FlowLayout.TUNNEL_L4;
import static io.flowobserver.flow.FlowLayout.TUNNEL_PROTOCOL;
import static io.flowobserver.flow.FlowLayout.TUNNEL_SOURCE_ADDRESS;
import static io.flowobserver.flow.FlowLayout.TUNNEL_VNI;
import static io.flowobserver.flow.FlowLayout.VERDICT;

import io.flowobserver.flow.FlowLayout.L4Columns;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Fills one row, column by column. The ring points it at a cleared row; whoever fills it sets only what is not 0 or
 * absent. Used by the ingest thread only; allocates nothing.
 *
 * <p>{@link #view()} reads back what has been written.
 */
public final class FlowWriter {
    private static final byte[] ZEROS = new byte[64];
    private static final int INNER_PACKET = FlowFlags.ETHERNET
            | FlowFlags.IP
            | FlowFlags.TCP_FLAGS
            | FlowFlags.SOURCE_ADDRESS
            | FlowFlags.DESTINATION_ADDRESS;

    private final FlowView view = new FlowView();
    private ByteBuffer row = view.row();
    private int base;
    private @Nullable Object[] references = view.references();
    private int firstReference;
    /** What stands in the flags column, so that adding a bit does not wait for the memory written just before. */
    private int flags;

    /** A writer with a row of its own, until a ring points it elsewhere. */
    public FlowWriter() {}

    /** The row being written, readable. */
    public FlowView view() {
        return view;
    }

    void point(ByteBuffer rows, int base, @Nullable Object[] references, int firstReference) {
        this.row = rows;
        this.base = base;
        this.references = references;
        this.firstReference = firstReference;
        this.flags = rows.getInt(base + FLAGS);
        view.point(rows, base, references, firstReference);
    }

    /** Makes all columns 0 (those of a tunnel if there was one) and all references null, but leaves the sequence alone. */
    public void clear() {
        // Rows are reused, and few flows came through a tunnel: its quarter of the row is mostly still clear.
        int end = base + ((flags & FlowFlags.TUNNEL) == 0 ? TUNNEL_PROTOCOL : ROW_SIZE);
        for (int at = base + TIME; at < end; at += Long.BYTES) {
            row.putLong(at, 0);
        }
        flags = 0;
        for (int i = 0; i < REFERENCES; i++) {
            references[firstReference + i] = null;
        }
    }

    /** Adds bits of {@link FlowFlags}. */
    public void addFlags(int flags) {
        this.flags |= flags;
        row.putInt(base + FLAGS, this.flags);
    }

    /** Takes bits of {@link FlowFlags} away. */
    public void removeFlags(int flags) {
        this.flags &= ~flags;
        row.putInt(base + FLAGS, this.flags);
    }

    public void timeNanos(long timeNanos) {
        row.putLong(base + TIME, timeNanos);
    }

    public void flowType(int flowType) {
        row.put(base + FLOW_TYPE, (byte) flowType);
    }

    public void eventType(int eventType) {
        row.put(base + EVENT_TYPE, (byte) eventType);
    }

    public void eventSubType(int eventSubType) {
        row.put(base + EVENT_SUB_TYPE, (byte) eventSubType);
    }

    public void verdict(int verdict) {
        row.put(base + VERDICT, (byte) verdict);
    }

    public void direction(int direction) {
        row.put(base + DIRECTION, (byte) direction);
    }

    public void observationPoint(int observationPoint) {
        row.put(base + OBSERVATION_POINT, (byte) observationPoint);
    }

    public void traceReason(int traceReason) {
        row.put(base + TRACE_REASON, (byte) traceReason);
    }

    public void ipVersion(int ipVersion) {
        row.put(base + IP_VERSION, (byte) ipVersion);
    }

    public void l4Protocol(int l4Protocol) {
        row.put(base + L4 + L4Columns.PROTOCOL, (byte) l4Protocol);
    }

    public void l4Type(int l4Type) {
        row.put(base + L4 + L4Columns.TYPE, (byte) l4Type);
    }

    public void l4Code(int l4Code) {
        row.put(base + L4 + L4Columns.CODE, (byte) l4Code);
    }

    public void vrrpPriority(int vrrpPriority) {
        row.put(base + L4 + L4Columns.PRIORITY, (byte) vrrpPriority);
    }

    public void sourcePort(int sourcePort) {
        row.putShort(base + L4 + L4Columns.SOURCE_PORT, (short) sourcePort);
    }

    public void destinationPort(int destinationPort) {
        row.putShort(base + L4 + L4Columns.DESTINATION_PORT, (short) destinationPort);
    }

    public void tcpFlags(int tcpFlags) {
        row.putShort(base + L4 + L4Columns.TCP_FLAGS, (short) tcpFlags);
    }

    public void igmpGroup(int igmpGroup) {
        row.putInt(base + L4 + L4Columns.GROUP_ADDRESS, igmpGroup);
    }

    public void dropReason(int dropReason) {
        row.putInt(base + DROP_REASON, dropReason);
    }

    public void sourceIdentity(int sourceIdentity) {
        row.putInt(base + SOURCE_IDENTITY, sourceIdentity);
    }

    public void destinationIdentity(int destinationIdentity) {
        row.putInt(base + DESTINATION_IDENTITY, destinationIdentity);
    }

    public void sourceEndpointId(int sourceEndpointId) {
        row.putInt(base + SOURCE_ENDPOINT_ID, sourceEndpointId);
    }

    public void destinationEndpointId(int destinationEndpointId) {
        row.putInt(base + DESTINATION_ENDPOINT_ID, destinationEndpointId);
    }

    /** Sets the source address; halves as in {@link FlowLayout}. */
    public void sourceAddress(long high, long low) {
        row.putLong(base + SOURCE_ADDRESS, high);
        row.putLong(base + SOURCE_ADDRESS + Long.BYTES, low);
    }

    /** Sets the destination address; halves as in {@link FlowLayout}. */
    public void destinationAddress(long high, long low) {
        row.putLong(base + DESTINATION_ADDRESS, high);
        row.putLong(base + DESTINATION_ADDRESS + Long.BYTES, low);
    }

    /** Sets the source address after translation; halves as in {@link FlowLayout}. */
    public void translatedSource(long high, long low) {
        row.putLong(base + TRANSLATED_SOURCE, high);
        row.putLong(base + TRANSLATED_SOURCE + Long.BYTES, low);
    }

    public void interfaceIndex(int interfaceIndex) {
        row.putInt(base + INTERFACE_INDEX, interfaceIndex);
    }

    public void proxyPort(int proxyPort) {
        row.putInt(base + PROXY_PORT, proxyPort);
    }

    public void ipTraceId(long ipTraceId) {
        row.putLong(base + IP_TRACE_ID, ipTraceId);
    }

    public void ipOptionType(int ipOptionType) {
        row.putInt(base + IP_OPTION_TYPE, ipOptionType);
    }

    public void sourceMac(long sourceMac) {
        row.putLong(base + SOURCE_MAC, sourceMac);
    }

    public void destinationMac(long destinationMac) {
        row.putLong(base + DESTINATION_MAC, destinationMac);
    }

    public void fileLine(int fileLine) {
        row.putShort(base + FILE_LINE, (short) fileLine);
    }

    public void fileId(int fileId) {
        row.put(base + FILE_ID, (byte) fileId);
    }

    public void capturePoint(int capturePoint) {
        row.put(base + CAPTURE_POINT, (byte) capturePoint);
    }

    public void socketCookie(long socketCookie) {
        row.putLong(base + SOCKET_COOKIE, socketCookie);
    }

    public void cgroupId(long cgroupId) {
        row.putLong(base + CGROUP_ID, cgroupId);
    }

    public void translationPoint(int translationPoint) {
        row.put(base + TRANSLATION_POINT, (byte) translationPoint);
    }

    public void policyMatchType(int policyMatchType) {
        row.put(base + POLICY_MATCH_TYPE, (byte) policyMatchType);
    }

    public void authType(int authType) {
        row.put(base + AUTH_TYPE, (byte) authType);
    }

    public void summaryKind(int summaryKind) {
        row.put(base + SUMMARY, (byte) summaryKind);
    }

    public void emittingEndpointId(int emittingEndpointId) {
        row.putInt(base + EMITTING_ENDPOINT_ID, emittingEndpointId);
    }

    public void aggregateIngress(int aggregateIngress) {
        row.putInt(base + AGGREGATE_INGRESS, aggregateIngress);
    }

    public void aggregateEgress(int aggregateEgress) {
        row.putInt(base + AGGREGATE_EGRESS, aggregateEgress);
    }

    public void aggregateUnknown(int aggregateUnknown) {
        row.putInt(base + AGGREGATE_UNKNOWN, aggregateUnknown);
    }

    public void tunnelProtocol(int tunnelProtocol) {
        row.put(base + TUNNEL_PROTOCOL, (byte) tunnelProtocol);
    }

    public void tunnelIpVersion(int tunnelIpVersion) {
        row.put(base + TUNNEL_IP_VERSION, (byte) tunnelIpVersion);
    }

    public void tunnelVni(int tunnelVni) {
        row.putInt(base + TUNNEL_VNI, tunnelVni);
    }

    /** Sets the source address of the outer packet; halves as in {@link FlowLayout}. */
    public void tunnelSourceAddress(long high, long low) {
        row.putLong(base + TUNNEL_SOURCE_ADDRESS, high);
        row.putLong(base + TUNNEL_SOURCE_ADDRESS + Long.BYTES, low);
    }

    /** Sets the destination address of the outer packet; halves as in {@link FlowLayout}. */
    public void tunnelDestinationAddress(long high, long low) {
        row.putLong(base + TUNNEL_DESTINATION_ADDRESS, high);
        row.putLong(base + TUNNEL_DESTINATION_ADDRESS + Long.BYTES, low);
    }

    public void source(@Nullable Endpoint source) {
        references[firstReference + SOURCE_REFERENCE] = source;
    }

    public void destination(@Nullable Endpoint destination) {
        references[firstReference + DESTINATION_REFERENCE] = destination;
    }

    public void sourceNames(@Nullable Names sourceNames) {
        references[firstReference + SOURCE_NAMES_REFERENCE] = sourceNames;
    }

    public void destinationNames(@Nullable Names destinationNames) {
        references[firstReference + DESTINATION_NAMES_REFERENCE] = destinationNames;
    }

    public void sourceService(@Nullable Service sourceService) {
        references[firstReference + SOURCE_SERVICE_REFERENCE] = sourceService;
    }

    public void destinationService(@Nullable Service destinationService) {
        references[firstReference + DESTINATION_SERVICE_REFERENCE] = destinationService;
    }

    public void policies(@Nullable Policies policies) {
        references[firstReference + POLICIES_REFERENCE] = policies;
    }

    public void detail(@Nullable Detail detail) {
        references[firstReference + DETAIL_REFERENCE] = detail;
    }

    public void link(@Nullable Link link) {
        references[firstReference + INTERFACE_REFERENCE] = link;
    }

    public void node(@Nullable Node node) {
        references[firstReference + NODE_REFERENCE] = node;
    }

    /** Moves the transport and address columns to the tunnel's, when what was decoded turns out to be the outer packet. */
    public void moveToTunnel(int protocol, int vni) {
        row.put(base + TUNNEL_PROTOCOL, (byte) protocol);
        row.putInt(base + TUNNEL_VNI, vni);
        row.put(base + TUNNEL_IP_VERSION, row.get(base + IP_VERSION));
        row.put(base + TUNNEL_L4, row, base + L4, L4Columns.SIZE);
        row.put(base + TUNNEL_SOURCE_ADDRESS, row, base + SOURCE_ADDRESS, 32);
        int outer = flags;
        int moved = FlowFlags.TUNNEL
                | ((outer & FlowFlags.IP) != 0 ? FlowFlags.TUNNEL_IP : 0)
                | ((outer & FlowFlags.TCP_FLAGS) != 0 ? FlowFlags.TUNNEL_TCP_FLAGS : 0);
        row.put(base + IP_VERSION, (byte) 0);
        row.put(base + L4, ZEROS, 0, L4Columns.SIZE);
        row.put(base + SOURCE_ADDRESS, ZEROS, 0, 32);
        row.put(base + SUMMARY, (byte) SummaryKind.NONE);
        flags = outer & ~INNER_PACKET | moved;
        row.putInt(base + FLAGS, flags);
    }
}
