// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.packet.Ethernet;
import io.flowobserver.event.packet.IpProtocol;
import io.flowobserver.event.packet.Udp;

/** The packet headers that are decoded, and the mapping from protocol numbers to them. */
final class PacketLayer {
    /** No header, or a header that is not decoded. Decoding of the packet ends here. */
    static final int NONE = 0;

    static final int ETHERNET = 1;
    static final int IPV4 = 2;
    static final int IPV6 = 3;
    static final int TCP = 4;
    static final int UDP = 5;
    static final int SCTP = 6;
    static final int ICMPV4 = 7;
    static final int ICMPV6 = 8;
    static final int VRRP = 9;
    static final int IGMP = 10;
    static final int VXLAN = 11;
    static final int GENEVE = 12;

    private PacketLayer() {}

    static int ofEtherType(int type) {
        return switch (type) {
            case Ethernet.TYPE_IPV4 -> IPV4;
            case Ethernet.TYPE_IPV6 -> IPV6;
            case Ethernet.TYPE_ETHERNET -> ETHERNET;
            default -> NONE;
        };
    }

    /** The mapping is the same for IPv4 and IPv6. */
    static int ofProtocol(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> TCP;
            case IpProtocol.UDP -> UDP;
            case IpProtocol.ICMP -> ICMPV4;
            case IpProtocol.ICMPV6 -> ICMPV6;
            case IpProtocol.IPV4, IpProtocol.IPV4_IN_IPV4 -> IPV4;
            case IpProtocol.IPV6 -> IPV6;
            case IpProtocol.SCTP -> SCTP;
            case IpProtocol.VRRP -> VRRP;
            case IpProtocol.IGMP -> IGMP;
            default -> NONE;
        };
    }

    static int ofTunnelPort(int port) {
        return switch (port) {
            case Udp.PORT_VXLAN -> VXLAN;
            case Udp.PORT_GENEVE -> GENEVE;
            default -> NONE;
        };
    }
}
