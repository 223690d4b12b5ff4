// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.packet.Ethernet;
import io.flowobserver.event.packet.Geneve;
import io.flowobserver.event.packet.IcmpV4;
import io.flowobserver.event.packet.IcmpV6;
import io.flowobserver.event.packet.Igmp;
import io.flowobserver.event.packet.Ipv4;
import io.flowobserver.event.packet.Ipv6;
import io.flowobserver.event.packet.Sctp;
import io.flowobserver.event.packet.Tcp;
import io.flowobserver.event.packet.Udp;
import io.flowobserver.event.packet.Vrrp;
import io.flowobserver.event.packet.Vxlan;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.SummaryKind;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one packet. {@link #walk} finds them, and {@link #writeTo} then writes them to a row. There is one
 * flyweight per kind of header, so if a header occurs twice, only the innermost one is kept. Not thread-safe.
 */
final class PacketHeaders {
    private static final int IP_VERSION_4 = 1;
    private static final int IP_VERSION_6 = 2;

    private final Ethernet ethernet = new Ethernet();
    private final Ipv4 ipv4 = new Ipv4();
    private final Ipv6 ipv6 = new Ipv6();
    private final Tcp tcp = new Tcp();
    private final Udp udp = new Udp();
    private final Sctp sctp = new Sctp();
    private final IcmpV4 icmpV4 = new IcmpV4();
    private final IcmpV6 icmpV6 = new IcmpV6();
    private final Vrrp vrrp = new Vrrp();
    private final Igmp igmp = new Igmp();
    private final Vxlan vxlan = new Vxlan();
    private final Geneve geneve = new Geneve();

    private Generation generation = Generation.OLD;
    private boolean framed;
    private int network;
    private int transport;
    private int summary;

    private boolean insideTunnel;
    private int at;
    private int end;

    /** Sets the generation of the events from now on. */
    void generation(Generation generation) {
        this.generation = generation;
    }

    /**
     * Decodes the headers from {@code at} to {@code end}, starting with {@code layer}.
     *
     * @param insideTunnel whether the payload of a UDP header may be decoded as another tunnel
     * @return null, or the error of the first malformed header
     */
    @Nullable
    Malformed walk(EventBytes bytes, int at, int end, int layer, boolean insideTunnel) {
        this.framed = false;
        this.network = PacketLayer.NONE;
        this.transport = PacketLayer.NONE;
        this.summary = SummaryKind.NONE;
        this.insideTunnel = insideTunnel;
        this.at = at;
        this.end = end;
        int next = layer;
        do {
            Malformed malformed = wrap(next, bytes);
            if (malformed != null) {
                return malformed;
            }
            next = enter(next);
        } while (next != PacketLayer.NONE && this.at < this.end);
        return null;
    }

    /** Returns the {@link PacketLayer} of the last transport header, or {@link PacketLayer#NONE}. */
    int transport() {
        return transport;
    }

    int udpPayload() {
        return udp.payload();
    }

    int udpPayloadEnd() {
        return udp.payloadEnd();
    }

    /** Writes the decoded headers to the columns of a row. */
    void writeTo(FlowWriter row) {
        if (framed) {
            row.sourceMac(ethernet.source());
            row.destinationMac(ethernet.destination());
            row.addFlags(FlowFlags.ETHERNET);
        }
        writeNetwork(row);
        writeTransport(row);
        row.summaryKind(summary);
    }

    /** Writes the network identifier of the innermost header of this kind of tunnel, if the generation has it. */
    void writeTunnelTo(int tunnel, FlowWriter row) {
        if (generation.isAtLeast(Generation.V1_19)) {
            row.tunnelVni(tunnel == PacketLayer.VXLAN ? vxlan.identifier() : geneve.identifier());
        }
    }

    private @Nullable Malformed wrap(int layer, EventBytes bytes) {
        return switch (layer) {
            case PacketLayer.ETHERNET -> ethernet.wrap(bytes, at, end);
            case PacketLayer.IPV4 -> ipv4.wrap(bytes, at, end);
            case PacketLayer.IPV6 -> ipv6.wrap(bytes, at, end);
            case PacketLayer.TCP -> tcp.wrap(bytes, at, end);
            case PacketLayer.UDP -> udp.wrap(bytes, at, end);
            case PacketLayer.SCTP -> sctp.wrap(bytes, at, end);
            case PacketLayer.ICMPV4 -> icmpV4.wrap(bytes, at, end);
            case PacketLayer.ICMPV6 -> icmpV6.wrap(bytes, at, end);
            case PacketLayer.VRRP -> vrrp.wrap(bytes, at, end);
            case PacketLayer.IGMP -> igmp.wrap(bytes, at, end);
            case PacketLayer.VXLAN -> vxlan.wrap(bytes, at, end);
            case PacketLayer.GENEVE -> geneve.wrap(bytes, at, end);
            default -> throw new IllegalArgumentException("layer=" + layer);
        };
    }

    /** Records a wrapped header, moves to its payload, and returns the layer of the payload. */
    private int enter(int layer) {
        switch (layer) {
            case PacketLayer.ETHERNET -> {
                framed = true;
                summary = SummaryKind.ETHERNET;
                at = ethernet.payload();
                end = ethernet.payloadEnd();
                return ofEtherType(ethernet.type());
            }
            case PacketLayer.IPV4 -> {
                network = layer;
                summary = SummaryKind.IPV4;
                at = ipv4.payload();
                end = ipv4.payloadEnd();
                return PacketLayer.ofProtocol(ipv4.next());
            }
            case PacketLayer.IPV6 -> {
                network = layer;
                summary = SummaryKind.IPV6;
                at = ipv6.payload();
                end = ipv6.payloadEnd();
                return PacketLayer.ofProtocol(ipv6.next());
            }
            case PacketLayer.VXLAN -> {
                at = vxlan.payload();
                return PacketLayer.ETHERNET;
            }
            case PacketLayer.GENEVE -> {
                at = geneve.payload();
                return ofEtherType(geneve.protocol());
            }
            default -> {
                return enterTransport(layer);
            }
        }
    }

    private int ofEtherType(int type) {
        boolean isIpv4Too = type == Ethernet.TYPE_RESERVED && generation.isAtLeast(Generation.V1_20);
        return isIpv4Too ? PacketLayer.IPV4 : PacketLayer.ofEtherType(type);
    }

    private int enterTransport(int layer) {
        transport = layer;
        summary = switch (layer) {
            case PacketLayer.TCP -> SummaryKind.TCP_FLAGS;
            case PacketLayer.UDP -> SummaryKind.UDP;
            case PacketLayer.SCTP -> SummaryKind.SCTP;
            case PacketLayer.ICMPV4 -> SummaryKind.ICMPV4;
            case PacketLayer.ICMPV6 -> SummaryKind.ICMPV6;
            case PacketLayer.VRRP -> SummaryKind.VRRP;
            default -> SummaryKind.IGMP;
        };
        if (layer != PacketLayer.UDP || !insideTunnel) {
            return PacketLayer.NONE;
        }
        at = udp.payload();
        end = udp.payloadEnd();
        return PacketLayer.ofTunnelPort(udp.payloadPort());
    }

    private void writeNetwork(FlowWriter row) {
        switch (network) {
            case PacketLayer.IPV4 -> {
                row.ipVersion(IP_VERSION_4);
                row.sourceAddress(0, Ipv4.mapped(ipv4.source()));
                row.destinationAddress(0, Ipv4.mapped(ipv4.destination()));
            }
            case PacketLayer.IPV6 -> {
                row.ipVersion(IP_VERSION_6);
                row.sourceAddress(ipv6.sourceHigh(), ipv6.sourceLow());
                row.destinationAddress(ipv6.destinationHigh(), ipv6.destinationLow());
            }
            default -> {
                return;
            }
        }
        row.addFlags(FlowFlags.IP | FlowFlags.SOURCE_ADDRESS | FlowFlags.DESTINATION_ADDRESS);
    }

    private void writeTransport(FlowWriter row) {
        switch (transport) {
            case PacketLayer.TCP -> {
                writePorts(row, L4Protocol.TCP, tcp.sourcePort(), tcp.destinationPort());
                row.tcpFlags(tcp.flags());
                row.addFlags(FlowFlags.TCP_FLAGS);
            }
            case PacketLayer.UDP -> writePorts(row, L4Protocol.UDP, udp.sourcePort(), udp.destinationPort());
            case PacketLayer.SCTP -> {
                writePorts(row, L4Protocol.SCTP, sctp.sourcePort(), sctp.destinationPort());
                if (generation.isAtLeast(Generation.V1_20)) {
                    row.l4Type(SctpChunks.apiType(sctp.chunkType()));
                }
            }
            case PacketLayer.ICMPV4 -> writeType(row, L4Protocol.ICMPV4, icmpV4.type(), icmpV4.code());
            case PacketLayer.ICMPV6 -> writeType(row, L4Protocol.ICMPV6, icmpV6.type(), icmpV6.code());
            case PacketLayer.VRRP -> {
                writeType(row, L4Protocol.VRRP, vrrp.type(), vrrp.routerId());
                row.vrrpPriority(vrrp.priority());
            }
            case PacketLayer.IGMP -> {
                row.l4Protocol(L4Protocol.IGMP);
                row.l4Type(igmp.type());
                row.igmpGroup(igmp.group());
            }
            default -> {}
        }
    }

    private static void writePorts(FlowWriter row, int protocol, int source, int destination) {
        row.l4Protocol(protocol);
        row.sourcePort(source);
        row.destinationPort(destination);
    }

    /** Writes the type and code of ICMP. For VRRP, the code column has the router id. */
    private static void writeType(FlowWriter row, int protocol, int type, int code) {
        row.l4Protocol(protocol);
        row.l4Type(type);
        row.l4Code(code);
    }
}
