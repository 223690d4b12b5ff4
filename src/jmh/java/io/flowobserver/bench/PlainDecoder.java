// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import io.flowobserver.event.EventBytes;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.proto.flow.CiliumEventType;
import io.flowobserver.proto.flow.Emitter;
import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.flow.Ethernet;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowType;
import io.flowobserver.proto.flow.ICMPv4;
import io.flowobserver.proto.flow.ICMPv6;
import io.flowobserver.proto.flow.IP;
import io.flowobserver.proto.flow.IPVersion;
import io.flowobserver.proto.flow.Layer4;
import io.flowobserver.proto.flow.NetworkInterface;
import io.flowobserver.proto.flow.Service;
import io.flowobserver.proto.flow.TCP;
import io.flowobserver.proto.flow.TCPFlags;
import io.flowobserver.proto.flow.TraceReason;
import io.flowobserver.proto.flow.TrafficDirection;
import io.flowobserver.proto.flow.UDP;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.flow.Workload;
import io.flowobserver.source.capture.CaptureException;
import io.flowobserver.source.capture.CaptureReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the pipeline is measured against: a decoder of the plain kind, which makes a {@code flow.Flow} of each event as
 * the generated classes invite one to, with maps from address texts to what is known. It handles what the workload
 * holds and nothing else, leaves the uuid out, and keeps few flows, so what it is spared speaks for it.
 */
final class PlainDecoder {
    private static final int KEPT = 4_096;
    private static final String[] FLAG_NAMES = {"SYN", "ACK", "RST", "FIN", "PSH", "URG", "ECE", "CWR", "NS"};
    private static final int[] FLAG_BITS = {0x02, 0x10, 0x04, 0x01, 0x08, 0x20, 0x40, 0x80, 0x100};

    private final Map<String, BenchInventory.Peer> peers = new HashMap<>();
    private final Map<String, BenchInventory.ServiceAddress> services = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<Integer, String> interfaces = new HashMap<>();
    private final Flow[] ring = new Flow[KEPT];
    private final EventBytes bytes = new EventBytes();
    private int written;

    PlainDecoder(BenchInventory world) {
        world.locals.forEach(this::know);
        world.remotes.forEach(this::know);
        world.locals.forEach(local -> interfaces.put(
                BenchInventory.FIRST_INTERFACE + local.endpoint(), BenchInventory.linkName(local.endpoint())));
        for (BenchInventory.Peer outsider : world.outsiders) {
            know(outsider);
            names.put(AddressText.of(0, AddressText.ipv4(outsider.ipv4())), BenchInventory.dnsName(outsider));
            names.put(
                    AddressText.of(BenchInventory.Peer.IPV6_HIGH, outsider.ipv6Low()),
                    BenchInventory.dnsName(outsider));
        }
        for (BenchInventory.ServiceAddress service : world.services) {
            services.put(
                    AddressText.of(0, AddressText.ipv4(service.ipv4())) + ":" + BenchInventory.SERVICE_PORT, service);
        }
    }

    /** The newest flow. */
    Flow newest() {
        return ring[written - 1 & KEPT - 1];
    }

    /**
     * Decodes a whole capture. Not through a source, so that the JVM goes on seeing one kind of sink there, as in the
     * daemon.
     */
    void replayOnce(ByteBuffer capture) {
        try (CaptureReader reader = CaptureReader.of("workload", capture)) {
            while (reader.next(bytes)) {
                event(reader.timeNanos(), bytes);
            }
        } catch (CaptureException e) {
            throw new IllegalStateException(e);
        }
    }

    void event(long timeNanos, EventBytes bytes) {
        ring[written++ & KEPT - 1] = decode(timeNanos, ByteBuffer.wrap(bytes.toArray()));
    }

    private void know(BenchInventory.Peer peer) {
        peers.put(AddressText.of(0, AddressText.ipv4(peer.ipv4())), peer);
        peers.put(AddressText.of(BenchInventory.Peer.IPV6_HIGH, peer.ipv6Low()), peer);
    }

    /** The event's own numbers are little endian, those of the packet big endian as the buffer is. */
    private Flow decode(long timeNanos, ByteBuffer event) {
        int subtype = event.get(1);
        int emitter = Short.toUnsignedInt(Short.reverseBytes(event.getShort(2)));
        int reason = event.get(26) & 0x7F;
        int interfaceIndex = Integer.reverseBytes(event.getInt(28));
        boolean reply = reason == 2;
        Flow.Builder flow = Flow.newBuilder()
                .setTime(Timestamp.newBuilder()
                        .setSeconds(timeNanos / 1_000_000_000)
                        .setNanos((int) (timeNanos % 1_000_000_000)))
                .setVerdict(Verdict.FORWARDED)
                .setType(FlowType.L3_L4)
                .setNodeName(BenchInventory.NODE.name())
                .addAllNodeLabels(BenchInventory.NODE.labels())
                .setEmitter(Emitter.newBuilder()
                        .setName(BenchInventory.EMITTER.name())
                        .setVersion(BenchInventory.EMITTER.version()))
                .setEventType(CiliumEventType.newBuilder().setType(4).setSubType(subtype))
                .setTraceObservationPointValue(subtype == 0 ? 101 : subtype)
                .setTraceReason(TraceReason.forNumber(reason + 1))
                .setIsReply(BoolValue.of(reply))
                .setReply(reply)
                .setInterface(NetworkInterface.newBuilder()
                        .setIndex(interfaceIndex)
                        .setName(interfaces.getOrDefault(interfaceIndex, "")))
                .setEthernet(
                        Ethernet.newBuilder().setDestination(mac(event, 56)).setSource(mac(event, 62)));
        boolean ipv6 = event.getShort(68) == (short) 0x86DD;
        String source = ipv6 ? ipv6(event, 78) : ipv4(event, 82);
        String destination = ipv6 ? ipv6(event, 94) : ipv4(event, 86);
        flow.setIP(IP.newBuilder()
                .setSource(source)
                .setDestination(destination)
                .setIpVersion(ipv6 ? IPVersion.IPv6 : IPVersion.IPv4));
        int protocol = event.get(ipv6 ? 76 : 79) & 0xFF;
        transport(flow, protocol, event, ipv6 ? 110 : 90);
        attribute(flow, source, destination, event, ipv6 ? 110 : 90);
        BenchInventory.Peer sender = peers.get(source);
        boolean egress = sender != null && sender.endpoint() == emitter;
        return flow.setTrafficDirection(egress != reply ? TrafficDirection.EGRESS : TrafficDirection.INGRESS)
                .build();
    }

    private static void transport(Flow.Builder flow, int protocol, ByteBuffer event, int at) {
        Layer4.Builder layer = Layer4.newBuilder();
        int sourcePort = Short.toUnsignedInt(event.getShort(at));
        int destinationPort = Short.toUnsignedInt(event.getShort(at + 2));
        int type = event.get(at) & 0xFF;
        switch (protocol) {
            case 6 -> {
                int flags = event.getShort(at + 12) & 0x1FF;
                layer.setTCP(TCP.newBuilder()
                        .setSourcePort(sourcePort)
                        .setDestinationPort(destinationPort)
                        .setFlags(flags(flags)));
                flow.setSummary(summary(flags));
            }
            case 17 -> {
                layer.setUDP(UDP.newBuilder().setSourcePort(sourcePort).setDestinationPort(destinationPort));
                flow.setSummary("UDP");
            }
            case 1 -> {
                layer.setICMPv4(ICMPv4.newBuilder().setType(type));
                flow.setSummary("ICMPv4 " + (type == 8 ? "EchoRequest" : "EchoReply"));
            }
            default -> {
                layer.setICMPv6(ICMPv6.newBuilder().setType(type));
                flow.setSummary("ICMPv6 " + (type == 128 ? "EchoRequest" : "EchoReply"));
            }
        }
        flow.setL4(layer);
    }

    private void attribute(Flow.Builder flow, String source, String destination, ByteBuffer event, int at) {
        flow.setSource(endpoint(peers.get(source))).setDestination(endpoint(peers.get(destination)));
        BenchInventory.ServiceAddress from = services.get(source + ":" + Short.toUnsignedInt(event.getShort(at)));
        BenchInventory.ServiceAddress to =
                services.get(destination + ":" + Short.toUnsignedInt(event.getShort(at + 2)));
        if (from != null) {
            flow.setSourceService(Service.newBuilder().setName(from.name()).setNamespace(from.namespace()));
        }
        if (to != null) {
            flow.setDestinationService(Service.newBuilder().setName(to.name()).setNamespace(to.namespace()));
        }
        String sourceName = names.get(source);
        String destinationName = names.get(destination);
        if (sourceName != null) {
            flow.addSourceNames(sourceName);
        }
        if (destinationName != null) {
            flow.addDestinationNames(destinationName);
        }
    }

    private static Endpoint endpoint(BenchInventory.Peer peer) {
        if (peer == null) {
            return Endpoint.newBuilder()
                    .setIdentity(2)
                    .addLabels("reserved:world")
                    .build();
        }
        Endpoint.Builder endpoint = Endpoint.newBuilder()
                .setID(peer.endpoint())
                .setIdentity(peer.identity())
                .setNamespace(peer.namespace())
                .setPodName(peer.name())
                .addAllLabels(peer.labels());
        if (peer.endpoint() != 0) {
            endpoint.addWorkloads(Workload.newBuilder()
                    .setName(BenchInventory.workloadName(peer.endpoint()))
                    .setKind("Deployment"));
        }
        return endpoint.build();
    }

    private static TCPFlags flags(int flags) {
        return TCPFlags.newBuilder()
                .setFIN((flags & 0x01) != 0)
                .setSYN((flags & 0x02) != 0)
                .setRST((flags & 0x04) != 0)
                .setPSH((flags & 0x08) != 0)
                .setACK((flags & 0x10) != 0)
                .setURG((flags & 0x20) != 0)
                .setECE((flags & 0x40) != 0)
                .setCWR((flags & 0x80) != 0)
                .setNS((flags & 0x100) != 0)
                .build();
    }

    private static String summary(int flags) {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < FLAG_BITS.length; i++) {
            if ((flags & FLAG_BITS[i]) != 0) {
                set.add(FLAG_NAMES[i]);
            }
        }
        return "TCP Flags: " + String.join(", ", set);
    }

    private static String ipv4(ByteBuffer event, int at) {
        return AddressText.of(0, AddressText.ipv4(event.getInt(at)));
    }

    private static String ipv6(ByteBuffer event, int at) {
        return AddressText.of(event.getLong(at), event.getLong(at + Long.BYTES));
    }

    private static String mac(ByteBuffer event, int at) {
        StringBuilder text = new StringBuilder(17);
        for (int i = 0; i < 6; i++) {
            int octet = event.get(at + i) & 0xFF;
            text.append(i == 0 ? "" : ":").append(Character.forDigit(octet >> 4, 16));
            text.append(Character.forDigit(octet & 0xF, 16));
        }
        return text.toString();
    }
}
