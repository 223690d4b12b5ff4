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
import org.jspecify.annotations.Nullable;

/**
 * One flyweight per kind of header, so if a header occurs twice in a packet, only the innermost one is kept. Not
 * thread-safe.
 */
final class Headers {
    final Ethernet ethernet = new Ethernet();
    final Ipv4 ipv4 = new Ipv4();
    final Ipv6 ipv6 = new Ipv6();
    final Tcp tcp = new Tcp();
    final Udp udp = new Udp();
    final Sctp sctp = new Sctp();
    final IcmpV4 icmpV4 = new IcmpV4();
    final IcmpV6 icmpV6 = new IcmpV6();
    final Vrrp vrrp = new Vrrp();
    final Igmp igmp = new Igmp();
    final Vxlan vxlan = new Vxlan();
    final Geneve geneve = new Geneve();

    /** Wraps a header by the rules of Hubble's decoder. Returns null, or the error. */
    @Nullable
    Malformed wrap(int layer, EventBytes bytes, int at, int end) {
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
            default -> throw unknown(layer);
        };
    }

    /**
     * Wraps as much of a header as is certain. Returns false if nothing is; then the flyweight still wraps the last
     * header of its kind.
     */
    boolean wrapLeniently(int layer, EventBytes bytes, int at, int end) {
        return switch (layer) {
            case PacketLayer.ETHERNET -> ethernet.wrapTagged(bytes, at, end);
            case PacketLayer.IPV4 -> ipv4.wrapLeniently(bytes, at, end);
            case PacketLayer.IPV6 -> ipv6.wrapLeniently(bytes, at, end);
            case PacketLayer.TCP -> tcp.wrapLeniently(bytes, at, end);
            case PacketLayer.UDP -> udp.wrapLeniently(bytes, at, end);
            case PacketLayer.SCTP -> sctp.wrapLeniently(bytes, at, end);
            case PacketLayer.ICMPV4 -> icmpV4.wrapLeniently(bytes, at, end);
            case PacketLayer.ICMPV6 -> icmpV6.wrap(bytes, at, end) == null;
            case PacketLayer.VRRP -> vrrp.wrapLeniently(bytes, at, end);
            case PacketLayer.IGMP -> igmp.wrap(bytes, at, end) == null;
            case PacketLayer.VXLAN -> vxlan.wrap(bytes, at, end) == null;
            case PacketLayer.GENEVE -> geneve.wrapLeniently(bytes, at, end);
            default -> throw unknown(layer);
        };
    }

    private static IllegalArgumentException unknown(int layer) {
        return new IllegalArgumentException("layer=" + layer);
    }
}
