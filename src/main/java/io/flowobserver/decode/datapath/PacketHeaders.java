// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.packet.Ethernet;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.SummaryKind;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one packet. {@link #walk} finds them, and {@link #writeTo} then writes them to a row.
 *
 * <p>There are two sets of rules. Events of Cilium are decoded by the rules of Hubble's decoder, which refuses a packet
 * with a header that is malformed or incomplete. In events of our own programs, each header is decoded as far as it is
 * certain, and decoding ends at the first header of which nothing is. Not thread-safe.
 */
final class PacketHeaders {
    private final Headers headers = new Headers();
    private Generation generation = Generation.OLD;
    private boolean lenient;
    private boolean framed;
    private int network;
    private int transport;
    private int summary;

    private boolean insideTunnel;
    private int at;
    private int end;

    /** Sets the generation of the events from now on, and whether they are those of our own programs. */
    void origin(Generation generation, boolean own) {
        this.generation = generation;
        this.lenient = own;
    }

    /**
     * Decodes the headers from {@code at} to {@code end}, starting with {@code layer}.
     *
     * @param insideTunnel whether the payload of a UDP header may be decoded as another tunnel
     * @return null, or the error of the first malformed header; always null for events of our own programs
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
            if (lenient) {
                if (!headers.wrapLeniently(next, bytes, this.at, this.end)) {
                    return null;
                }
            } else {
                Malformed malformed = headers.wrap(next, bytes, this.at, this.end);
                if (malformed != null) {
                    return malformed;
                }
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
        return headers.udp.payload();
    }

    int udpPayloadEnd() {
        return headers.udp.payloadEnd();
    }

    /** Writes the decoded headers to the columns of a row. */
    void writeTo(FlowWriter row) {
        if (framed) {
            HeaderColumns.writeEthernet(headers, row);
        }
        HeaderColumns.writeNetwork(headers, network, row);
        HeaderColumns.writeTransport(headers, transport, generation.isAtLeast(Generation.V1_20), row);
        row.summaryKind(summary);
    }

    /** Writes the network identifier of the innermost header of this kind of tunnel, if the generation has it. */
    void writeTunnelTo(int tunnel, FlowWriter row) {
        if (generation.isAtLeast(Generation.V1_19)) {
            row.tunnelVni(tunnel == PacketLayer.VXLAN ? headers.vxlan.identifier() : headers.geneve.identifier());
        }
    }

    /** Records a wrapped header, moves to its payload, and returns the layer of the payload. */
    private int enter(int layer) {
        return switch (layer) {
            case PacketLayer.ETHERNET -> enterEthernet(headers.ethernet);
            case PacketLayer.IPV4 -> {
                enterNetwork(layer, SummaryKind.IPV4, headers.ipv4.payload(), headers.ipv4.payloadEnd());
                yield PacketLayer.ofProtocol(headers.ipv4.next());
            }
            case PacketLayer.IPV6 -> {
                enterNetwork(layer, SummaryKind.IPV6, headers.ipv6.payload(), headers.ipv6.payloadEnd());
                yield PacketLayer.ofProtocol(headers.ipv6.next());
            }
            case PacketLayer.VXLAN -> {
                enterTunnel(headers.vxlan.payload());
                yield PacketLayer.ETHERNET;
            }
            case PacketLayer.GENEVE -> {
                enterTunnel(headers.geneve.payload());
                yield ofEtherType(headers.geneve.protocol());
            }
            default -> enterTransport(layer);
        };
    }

    private int enterEthernet(Ethernet ethernet) {
        framed = true;
        summary = lenient && ethernet.type() == Ethernet.TYPE_ARP ? SummaryKind.ARP : SummaryKind.ETHERNET;
        at = ethernet.payload();
        end = ethernet.payloadEnd();
        return ofEtherType(ethernet.type());
    }

    private void enterNetwork(int layer, int kind, int payload, int payloadEnd) {
        network = layer;
        summary = kind;
        at = payload;
        end = payloadEnd;
    }

    /** Hubble shows what it finds in a tunnel inside a tunnel together with what it had found outside. */
    private void enterTunnel(int payload) {
        at = payload;
        if (lenient) {
            framed = false;
            network = PacketLayer.NONE;
            transport = PacketLayer.NONE;
            summary = SummaryKind.NONE;
        }
    }

    private int ofEtherType(int type) {
        boolean isIpv4Too = type == Ethernet.TYPE_RESERVED && generation.isAtLeast(Generation.V1_20) && !lenient;
        return isIpv4Too ? PacketLayer.IPV4 : PacketLayer.ofEtherType(type);
    }

    private int enterTransport(int layer) {
        transport = layer;
        summary = switch (layer) {
            case PacketLayer.TCP -> headers.tcp.hasFlags() ? SummaryKind.TCP_FLAGS : SummaryKind.TCP;
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
        at = headers.udp.payload();
        end = headers.udp.payloadEnd();
        return PacketLayer.ofTunnelPort(headers.udp.payloadPort());
    }
}
