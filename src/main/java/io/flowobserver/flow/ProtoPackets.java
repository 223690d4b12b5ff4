// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.IP;
import io.flowobserver.proto.flow.Layer4;

/** Fills the columns of a row that hold a packet's headers. */
final class ProtoPackets {
    private static final int HEX = 16;

    private ProtoPackets() {}

    static void fill(FlowWriter row, Flow flow) {
        if (flow.hasEthernet()) {
            row.addFlags(FlowFlags.ETHERNET);
            row.sourceMac(mac(flow.getEthernet().getSource()));
            row.destinationMac(mac(flow.getEthernet().getDestination()));
        }
        if (flow.hasTunnel()) {
            if (flow.getTunnel().hasIP()) {
                ip(row, flow.getTunnel().getIP());
            }
            l4(row, flow.getTunnel().getL4());
            int ethernet = row.view().flags() & FlowFlags.ETHERNET;
            row.moveToTunnel(flow.getTunnel().getProtocolValue());
            row.tunnelVni(flow.getTunnel().getVni());
            row.addFlags(ethernet);
        }
        if (flow.hasIP()) {
            ip(row, flow.getIP());
        }
        l4(row, flow.getL4());
    }

    private static void ip(FlowWriter row, IP ip) {
        row.addFlags(FlowFlags.IP | (ip.getEncrypted() ? FlowFlags.ENCRYPTED : 0));
        row.ipVersion(ip.getIpVersionValue());
        Prefix source = PrefixParser.parseAddress(ip.getSource());
        if (source != null) {
            row.addFlags(FlowFlags.SOURCE_ADDRESS);
            row.sourceAddress(source.high(), source.low());
        }
        Prefix destination = PrefixParser.parseAddress(ip.getDestination());
        if (destination != null) {
            row.addFlags(FlowFlags.DESTINATION_ADDRESS);
            row.destinationAddress(destination.high(), destination.low());
        }
        Prefix translated = PrefixParser.parseAddress(ip.getSourceXlated());
        if (translated != null) {
            row.addFlags(FlowFlags.TRANSLATED_SOURCE);
            row.translatedSource(translated.high(), translated.low());
        }
    }

    private static void l4(FlowWriter row, Layer4 l4) {
        row.l4Protocol(l4.getProtocolCase().getNumber());
        switch (l4.getProtocolCase()) {
            case TCP -> {
                row.sourcePort(l4.getTCP().getSourcePort());
                row.destinationPort(l4.getTCP().getDestinationPort());
                if (l4.getTCP().hasFlags()) {
                    row.addFlags(FlowFlags.TCP_FLAGS);
                    row.tcpFlags(TcpFlags.of(l4.getTCP().getFlags()));
                }
            }
            case UDP -> {
                row.sourcePort(l4.getUDP().getSourcePort());
                row.destinationPort(l4.getUDP().getDestinationPort());
            }
            case SCTP -> {
                row.sourcePort(l4.getSCTP().getSourcePort());
                row.destinationPort(l4.getSCTP().getDestinationPort());
                row.l4Type(l4.getSCTP().getChunkTypeValue());
            }
            case ICMPV4 -> {
                row.l4Type(l4.getICMPv4().getType());
                row.l4Code(l4.getICMPv4().getCode());
            }
            case ICMPV6 -> {
                row.l4Type(l4.getICMPv6().getType());
                row.l4Code(l4.getICMPv6().getCode());
            }
            case VRRP -> {
                row.l4Type(l4.getVRRP().getType());
                row.l4Code(l4.getVRRP().getVrid());
                row.vrrpPriority(l4.getVRRP().getPriority());
            }
            case IGMP -> {
                row.l4Type(l4.getIGMP().getType());
                Prefix group = PrefixParser.parseAddress(l4.getIGMP().getGroupAddress());
                row.igmpGroup(group == null ? 0 : (int) group.low());
            }
            case PROTOCOL_NOT_SET -> {}
        }
    }

    private static long mac(String text) {
        try {
            return Long.parseUnsignedLong(text.replace(":", ""), HEX);
        } catch (NumberFormatException noAddress) {
            return 0;
        }
    }
}
