// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.NotifyHeader;
import io.flowobserver.event.datapath.TraceNotify;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowTypes;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the packet that an event contains, and the inner packet of a tunnel. All events with a packet use this class.
 *
 * <p>Decoding ends without an error if the bytes end between two headers, or at a header that is not decoded. If a
 * header that is decoded is truncated or invalid, the whole event is malformed if it is one of Cilium's, because Hubble
 * shows none either. An event of our own programs keeps what is certain.
 */
public final class PacketDecoder {
    private static final int TUNNEL_VXLAN = 1;
    private static final int TUNNEL_GENEVE = 2;
    private static final int TUNNEL_HEADER_LENGTH = 8;

    private final int ipOptionType;
    private final PacketHeaders headers = new PacketHeaders();
    private Generation generation = Generation.OLD;
    private boolean own;

    /**
     * Creates a decoder.
     *
     * @param ipOptionType type of the IP option from which the datapath takes trace ids
     */
    public PacketDecoder(int ipOptionType) {
        this.ipOptionType = ipOptionType;
    }

    /** Sets the generation of the events from now on, and whether they are those of our own programs. */
    public void origin(Generation generation, boolean own) {
        this.generation = generation;
        this.own = own;
        headers.origin(generation, own);
    }

    /**
     * Decodes the packet from {@code at} to the end of the sample, and the common fields at the start of the sample.
     *
     * @param flags classifier flags of the event, {@code TraceNotify.FLAG_*}
     * @return null if the columns are set, otherwise the error
     */
    @Nullable
    Malformed decode(EventBytes bytes, int at, int flags, FlowWriter row) {
        Malformed malformed = walk(bytes, at, flags, row);
        if (malformed == null) {
            int front = NotifyHeader.front(bytes);
            row.flowType(FlowTypes.L3_L4);
            row.eventType(NotifyHeader.type(front));
            row.eventSubType(NotifyHeader.subtype(front));
            row.emittingEndpointId(NotifyHeader.source(front));
            row.addFlags(FlowFlags.EVENT_TYPE | FlowFlags.SOURCE | FlowFlags.DESTINATION, generation);
        }
        return malformed;
    }

    /** Sets the trace id that the datapath found in an IP option, unless it is 0. */
    void writeTraceId(long traceId, FlowWriter row) {
        if (traceId != 0) {
            row.ipTraceId(traceId);
            row.ipOptionType(ipOptionType);
            row.addFlags(FlowFlags.IP_TRACE_ID);
        }
    }

    private @Nullable Malformed walk(EventBytes bytes, int at, int flags, FlowWriter row) {
        int end = own ? ownPacketEnd(bytes, at) : bytes.length();
        if (at == end) {
            return null;
        }
        Malformed malformed = headers.walk(bytes, at, end, firstLayer(flags), false);
        if (malformed != null) {
            return malformed;
        }
        headers.writeTo(row);
        if ((flags & TraceNotify.FLAG_VXLAN) != 0) {
            return decodeInner(bytes, PacketLayer.VXLAN, row);
        }
        if ((flags & TraceNotify.FLAG_GENEVE) != 0) {
            return decodeInner(bytes, PacketLayer.GENEVE, row);
        }
        return null;
    }

    /**
     * Captures that older versions recorded have up to seven bytes after the packet, which the kernel has written to
     * fill its record.
     */
    private static int ownPacketEnd(EventBytes bytes, int at) {
        int captured = NotifyHeader.captured(bytes);
        return captured == 0 ? bytes.length() : Math.min(bytes.length(), at + captured);
    }

    private @Nullable Malformed decodeInner(EventBytes bytes, int tunnel, FlowWriter row) {
        boolean hasHeader = headers.transport() == PacketLayer.UDP
                && (!own || headers.udpPayloadEnd() - headers.udpPayload() >= TUNNEL_HEADER_LENGTH);
        if (!hasHeader) {
            return own ? null : tunnel == PacketLayer.VXLAN ? Malformed.VXLAN : Malformed.GENEVE;
        }
        row.moveToTunnel(tunnel == PacketLayer.VXLAN ? TUNNEL_VXLAN : TUNNEL_GENEVE);
        Malformed malformed = headers.walk(bytes, headers.udpPayload(), headers.udpPayloadEnd(), tunnel, true);
        if (malformed == null) {
            headers.writeTo(row);
            headers.writeTunnelTo(tunnel, row);
        }
        return malformed;
    }

    private static int firstLayer(int flags) {
        if ((flags & TraceNotify.FLAG_L3_DEVICE) == 0) {
            return PacketLayer.ETHERNET;
        }
        return (flags & TraceNotify.FLAG_IPV6) != 0 ? PacketLayer.IPV6 : PacketLayer.IPV4;
    }
}
