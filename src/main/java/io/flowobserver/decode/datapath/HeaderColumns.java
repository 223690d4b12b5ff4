// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.packet.Ipv4;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.L4Protocol;

/** Writes the headers of a packet to the columns of a row. */
final class HeaderColumns {
    private static final int IP_VERSION_4 = 1;
    private static final int IP_VERSION_6 = 2;

    private HeaderColumns() {}

    static void writeEthernet(Headers headers, FlowWriter row) {
        row.sourceMac(headers.ethernet.source());
        row.destinationMac(headers.ethernet.destination());
        row.addFlags(FlowFlags.ETHERNET);
    }

    /** Writes the addresses of a network layer. */
    static void writeNetwork(Headers headers, int network, FlowWriter row) {
        switch (network) {
            case PacketLayer.IPV4 -> {
                row.ipVersion(IP_VERSION_4);
                row.sourceAddress(0, Ipv4.mapped(headers.ipv4.source()));
                row.destinationAddress(0, Ipv4.mapped(headers.ipv4.destination()));
            }
            case PacketLayer.IPV6 -> {
                row.ipVersion(IP_VERSION_6);
                row.sourceAddress(headers.ipv6.sourceHigh(), headers.ipv6.sourceLow());
                row.destinationAddress(headers.ipv6.destinationHigh(), headers.ipv6.destinationLow());
            }
            default -> {
                return;
            }
        }
        row.addFlags(FlowFlags.IP | FlowFlags.SOURCE_ADDRESS | FlowFlags.DESTINATION_ADDRESS);
    }

    /**
     * Writes a transport layer.
     *
     * @param chunkTypes whether the generation has the type of an SCTP chunk
     */
    static void writeTransport(Headers headers, int transport, boolean chunkTypes, FlowWriter row) {
        switch (transport) {
            case PacketLayer.TCP -> {
                writePorts(row, L4Protocol.TCP, headers.tcp.sourcePort(), headers.tcp.destinationPort());
                if (headers.tcp.hasFlags()) {
                    row.tcpFlags(headers.tcp.flags());
                    row.addFlags(FlowFlags.TCP_FLAGS);
                }
            }
            case PacketLayer.UDP ->
                writePorts(row, L4Protocol.UDP, headers.udp.sourcePort(), headers.udp.destinationPort());
            case PacketLayer.SCTP -> {
                writePorts(row, L4Protocol.SCTP, headers.sctp.sourcePort(), headers.sctp.destinationPort());
                if (chunkTypes) {
                    row.l4Type(SctpChunks.apiType(headers.sctp.chunkType()));
                }
            }
            case PacketLayer.ICMPV4 -> writeType(row, L4Protocol.ICMPV4, headers.icmpV4.type(), headers.icmpV4.code());
            case PacketLayer.ICMPV6 -> writeType(row, L4Protocol.ICMPV6, headers.icmpV6.type(), headers.icmpV6.code());
            case PacketLayer.VRRP -> {
                writeType(row, L4Protocol.VRRP, headers.vrrp.type(), headers.vrrp.routerId());
                row.vrrpPriority(headers.vrrp.priority());
            }
            case PacketLayer.IGMP -> {
                row.l4Protocol(L4Protocol.IGMP);
                row.l4Type(headers.igmp.type());
                row.igmpGroup(headers.igmp.group());
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
