// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Layer4;
import io.flowobserver.proto.flow.TCPFlags;
import io.flowobserver.source.capture.CaptureReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that our own programs have seen: whatever a header looks like, what is certain before it stays. */
class OwnPacketTest {
    private static final String MACS = "020000000002" + "020000000001";
    private static final String SHOWN_IPV4 = "10.9.0.1 > 10.9.0.2";
    private static final String SHOWN_IPV6 = "fd09::1 > fd09::2";
    private static final String TCP = "0bb90050" + "0000000100000000" + "5002020000000000";
    private static final String SHOWN_TCP = " TCP 3001 > 80 SYN";
    private static final String UDP = "0fa214e900090000";

    private final FlowWriter row = new FlowWriter();
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid());
    private final Decoder decoder = new Decoder(DecoderOptions.DEFAULT);

    @Test
    void case_ipAndTcpOptions_hideNothing() throws Exception {
        assertThat(flowsOf("ip-tcp-options", Origin.OWN))
                .containsExactly(
                        "10.9.0.2 > 10.10.0.2 UDP 4001 > 5353 | UDP",
                        "10.9.0.2 > 10.10.0.2 UDP 4002 > 5353 | UDP",
                        "10.9.0.2 > 10.10.0.2 UDP 4003 > 5353 | UDP",
                        "10.9.0.2 > 10.10.0.2 TCP 3001 > 80 SYN | TCP Flags: SYN",
                        "10.9.0.2 > 10.10.0.2 TCP 3002 > 80 SYN | TCP Flags: SYN",
                        "10.9.0.2 > 10.10.0.2 TCP 3003 > 80 SYN | TCP Flags: SYN");
        assertThat(flowsOf("ip-tcp-options", Origin.V1_21))
                .containsExactly("10.9.0.2 > 10.10.0.2 UDP 4001 > 5353 | UDP", "ipv4", "ipv4", "tcp", "tcp", "tcp");
    }

    @Test
    void case_bigTcpWithJumboHeader_hasItsPorts() throws Exception {
        assertThat(flowsOf("big-hbh", Origin.OWN))
                .hasSize(3)
                .containsOnly("fd09::2 > fd09::1 TCP 46926 > 5201 PSH+ACK | TCP Flags: ACK, PSH");
    }

    @Test
    void case_bigTcpWithoutJumboHeader_hasItsPorts() throws Exception {
        assertThat(flowsOf("big-nohbh", Origin.OWN))
                .containsExactly("fd09::7 > fd09::8 TCP 2015 > 80 PSH+ACK | TCP Flags: ACK, PSH");
        assertThat(flowsOf("big-nohbh", Origin.V1_21)).containsExactly("ipv6");
    }

    @Test
    void case_twoVlanTags_areSteppedOver() throws Exception {
        assertThat(flowsOf("qinq", Origin.OWN))
                .containsExactly("10.9.7.1 > 10.9.7.2 TCP 2003 > 80 SYN | TCP Flags: SYN");
        assertThat(flowsOf("qinq", Origin.V1_21)).containsExactly("none | Ethernet");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "whole,                          00ff, 0fa214e900090000, ' UDP 4002 > 5353 | UDP'",
        "UDP length cut,                 00ff, 0fa214e900,       ' UDP 4002 > 5353 | UDP'",
        "UDP length too small,           00ff, 0fa214e900070000, ' UDP 4002 > 5353 | UDP'",
        "ports cut,                      00ff, 0fa214,           ' | IPv4'",
        "total length before the ports,  0016, 0fa214e900090000, ' | IPv4'",
        "total length inside the header, 0013, 0fa214e900090000, ' | IPv4'",
        "total length 0,                 0000, 0fa214e900090000, ' | IPv4'"
    })
    void udp_lengths_boundWhatIsRead(String what, String total, String rest, String expected) {
        assertThat(framed("0800", ipv4("11", rest).replace("450000ff", "4500" + total)))
                .as(what)
                .isEqualTo(SHOWN_IPV4 + expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "whole,                  40, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "options cut,            38, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "urgent pointer cut,     28, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "flags cut,              26, ' TCP 3001 > 80 | TCP'",
        "sequence number cut,    10, ' TCP 3001 > 80 | TCP'",
        "ports cut,              6, ' | IPv4'",
        "nothing of it,          0, ' | IPv4'"
    })
    void tcp_cut_keepsWhatIsThere(String what, int digits, String expected) {
        assertThat(framed("0800", ipv4("6", TCP.substring(0, digits)))).as(what).isEqualTo(SHOWN_IPV4 + expected);
    }

    @Test
    void tcp_headerLengthThatCannotBe_isNoMatter() {
        assertThat(framed("0800", ipv4("6", TCP.replace("5002", "0002"))))
                .isEqualTo(SHOWN_IPV4 + SHOWN_TCP + " | TCP Flags: SYN");
        assertThat(framed("0800", ipv4("6", TCP.replace("5002", "f002"))))
                .isEqualTo(SHOWN_IPV4 + SHOWN_TCP + " | TCP Flags: SYN");
    }

    @ParameterizedTest
    @CsvSource({
        "132, 13881389, ' SCTP 5000 > 5001 | SCTP'",
        "132, 138813, ' | IPv4'",
        "1, 08000000, ' ICMPv4 8 0 | ICMPv4 EchoRequest'",
        "1, 080000, ' | IPv4'",
        "2, 16000000e0000001, ' IGMP 22 224.0.0.1 | IGMP IGMPv2 Membership Report'",
        "2, 16000000e00000, ' | IPv4'",
        "112, 2133640900010000, ' VRRP 51 | VRRP VRRPv2 Advertisement'",
        "112, 2033640900010000, ' | IPv4'",
        "47, 00000800, ' | IPv4'"
    })
    void transport_asFarAsItGoes(int protocol, String rest, String expected) {
        assertThat(framed("0800", ipv4(Integer.toHexString(protocol), rest))).isEqualTo(SHOWN_IPV4 + expected);
    }

    /** A version or a header length that cannot be, and less than the fixed part, are no IP header. */
    @ParameterizedTest
    @ValueSource(strings = {"65", "05", "44", "40"})
    void ipv4_thatIsNone_isNotShown(String start) {
        assertThat(framed("0800", start + ipv4("11", UDP).substring(2))).isEqualTo("none | Ethernet");
        assertThat(framed("0800", ipv4("11", "").substring(0, 38))).isEqualTo("none | Ethernet");
    }

    @Test
    void ipv4_fragment_hasPortsIfItIsTheFirst() {
        assertThat(framed("0800", ipv4("11", UDP).replace("00014000", "00012000")))
                .isEqualTo(SHOWN_IPV4 + " UDP 4002 > 5353 | UDP");
        assertThat(framed("0800", ipv4("11", UDP).replace("00014000", "00012001")))
                .isEqualTo(SHOWN_IPV4 + " | IPv4");
    }

    /** A frame is at least 60 bytes long, and what fills it is no header. */
    @Test
    void padding_ofShortFrames_isNoHeader() {
        String padding = "00".repeat(26);
        assertThat(framed("0800", ipv4("6", padding).replace("450000ff", "45000014")))
                .isEqualTo(SHOWN_IPV4 + " | IPv4");
        assertThat(framed("0800", ipv4("6", padding).replace("450000ff", "45000000")))
                .isEqualTo(SHOWN_IPV4 + " | IPv4");
        assertThat(framed("86dd", ipv6("0000", "06", padding))).isEqualTo(SHOWN_IPV6 + " | IPv6");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "hop-by-hop,              00, 0600050200000000, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "options that cannot be,  00, 06000fff00000000, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "routing,                 2b, 0600000000000000, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "destination options,     3c, 0601010c000000000000000000000000, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "two of them,             3c, 3c000104000000000600010400000000, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "authentication,          33, 060100000000000100000001, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "first fragment,          2c, 0600000100000007, ' TCP 3001 > 80 SYN | TCP Flags: SYN'",
        "later fragment,          2c, 0600000800000007, ' | IPv6'",
        "longer than the packet,  3c, 06ff010400000000, ' | IPv6'",
        "no next header,          3b, '', ' | IPv6'",
        "unknown,                 8b, 0600000000000000, ' | IPv6'"
    })
    void ipv6_extensions_areSteppedOver(String what, String next, String extensions, String expected) {
        assertThat(framed("86dd", ipv6("0100", next, extensions + TCP)))
                .as(what)
                .isEqualTo(SHOWN_IPV6 + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "06", "06000502000000"})
    void ipv6_extensionCut_keepsTheAddresses(String rest) {
        assertThat(framed("86dd", ipv6("0100", "00", rest))).isEqualTo(SHOWN_IPV6 + " | IPv6");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "as Linux makes it, 00, 0600c20400017828, true",
        "after padding,     00, 06010104000000000000c20400017828, true",
        "less than a header, 00, 0600c20400000004, false",
        "of another length, 00, 0600c20300017828, true",
        "none,              06, '', true",
        "none and UDP,      11, '', false"
    })
    void ipv6_lengthZero_isBigTcp(String what, String next, String extension, boolean hasPorts) {
        assertThat(framed("86dd", ipv6("0000", next, extension + TCP)))
                .as(what)
                .isEqualTo(SHOWN_IPV6 + (hasPorts ? SHOWN_TCP + " | TCP Flags: SYN" : " | IPv6"));
    }

    @Test
    void ipv4_lengthZero_isBigTcp() {
        assertThat(framed("0800", ipv4("6", TCP).replace("450000ff", "45000000")))
                .isEqualTo(SHOWN_IPV4 + SHOWN_TCP + " | TCP Flags: SYN");
    }

    @ParameterizedTest
    @CsvSource({
        "8100, 00070800, UDP",
        "88a8, 000781000008, ''",
        "88a8, 0007810000080800, UDP",
        "88a8, 00078100000881000009810000100800, UDP",
        "88a8, 0007810000088847, ''",
        "8100, 00070100, ''",
        "8100, 0007, ''",
        "ffff, '', ''"
    })
    void ethernet_tags_areSteppedOver(String type, String tags, String expected) {
        assertThat(framed(type, tags + (expected.isEmpty() ? "" : ipv4("11", UDP))))
                .isEqualTo(expected.isEmpty() ? "none | Ethernet" : SHOWN_IPV4 + " UDP 4002 > 5353 | UDP");
    }

    /** A type that Hubble takes for IPv4. */
    @Test
    void ethernet_reservedType_isNotIpv4() {
        assertThat(framed("ffff", ipv4("11", UDP))).isEqualTo("none | Ethernet");
    }

    @Test
    void arp_isNamed() {
        String request = "0001080006040001" + "020000000001" + "0a090001" + "000000000000" + "0a090002";
        assertThat(framed("0806", request)).isEqualTo("none | ARP");
        assertThat(framed("8100", "00070806" + request)).isEqualTo("none | ARP");
        assertThat(decode(0, MACS + "0806" + request, Origin.V1_21)).isEqualTo("none | Ethernet");
    }

    @Test
    void neighbourSolicitation_isNamed() {
        assertThat(framed("86dd", ipv6("0018", "3a", "8700000000000000")))
                .isEqualTo(SHOWN_IPV6 + " ICMPv6 135 0 | ICMPv6 NeighborSolicitation");
    }

    @Test
    void ethernet_cut_showsNothing() {
        assertThat(decode(0, MACS + "08", Origin.OWN)).isEqualTo("none | ");
        assertThat(decode(0, "", Origin.OWN)).isEqualTo("none | ");
    }

    /** The flags say IPv4 or IPv6 of every packet of a device without Ethernet header. */
    @ParameterizedTest
    @CsvSource({
        "2, 4500, '10.9.0.1 > 10.9.0.2 UDP 4002 > 5353 | UDP'",
        "2, 0001, 'none | '",
        "2, 6000, 'none | '",
        "3, 4500, 'none | '"
    })
    void deviceWithoutEthernet_unknownPacket_hasNoAddresses(int flags, String start, String expected) {
        assertThat(decode(flags, start + ipv4("11", UDP).substring(4), Origin.OWN))
                .isEqualTo(expected);
    }

    @Test
    void ipInIp_cutInside_keepsWhatIsOutside() {
        String inside = ipv4("6", TCP).replace("0a0900010a090002", "0a0900030a090004");
        assertThat(framed("0800", ipv4("4", inside)))
                .isEqualTo("10.9.0.3 > 10.9.0.4" + SHOWN_TCP + " | TCP Flags: SYN");
        assertThat(framed("0800", ipv4("4", inside.substring(0, 30)))).isEqualTo(SHOWN_IPV4 + " | IPv4");
        assertThat(framed("0800", ipv4("29", inside))).isEqualTo(SHOWN_IPV4 + " | IPv4");
    }

    /** Our programs do not say that a packet is in a tunnel, but a capture may. */
    @Test
    void tunnel_cut_keepsWhatIsCertain() {
        String vxlan = "0800000000000700";
        String outside = SHOWN_IPV4 + " UDP 4002 > 5353 | UDP";
        String udp = UDP.replace("0009", "0000");
        assertThat(decode(4, MACS + "0800" + ipv4("11", udp + vxlan.substring(2)), Origin.OWN))
                .isEqualTo(outside);
        assertThat(decode(4, MACS + "0800" + ipv4("6", TCP), Origin.OWN))
                .isEqualTo(SHOWN_IPV4 + SHOWN_TCP + " | TCP Flags: SYN");
        assertThat(decode(4, MACS + "0800" + ipv4("11", udp + vxlan + MACS), Origin.OWN))
                .isEqualTo("none in 10.9.0.1 > 10.9.0.2 UDP 4002 > 5353 vni 7 | ");
        assertThat(decode(
                        4,
                        MACS + "0800" + ipv4("11", udp + vxlan + MACS + "86dd" + ipv6("0014", "6", TCP)),
                        Origin.OWN))
                .isEqualTo(SHOWN_IPV6 + SHOWN_TCP + " in 10.9.0.1 > 10.9.0.2 UDP 4002 > 5353 vni 7 | TCP Flags: SYN");
        assertThat(decode(8, MACS + "0800" + ipv4("11", udp + "3f0065580000070000"), Origin.OWN))
                .isEqualTo("none in 10.9.0.1 > 10.9.0.2 UDP 4002 > 5353 vni 7 | ");
    }

    /** Hubble shows the addresses inside with the ports outside if a tunnel in a tunnel has another protocol. */
    @Test
    void tunnelInTunnel_outerPorts_areNotShownWithInnerAddresses() {
        String udp = "0fa212b500000000";
        String vxlan = "0800000000000700" + MACS + "0800";
        String gre = ipv4("2f", "").replace("0a0900010a090002", "0a0900030a090004");
        assertThat(decode(4, MACS + "0800" + ipv4("11", udp + vxlan + ipv4("11", udp + vxlan + gre)), Origin.OWN))
                .startsWith("10.9.0.3 > 10.9.0.4 in ");
    }

    /** Captures of older versions have what the kernel's ring had before after the packet. */
    @Test
    void padding_ofTheRing_isNotRead() {
        byte[] event = event(0, MACS + "0800" + ipv4("84", "13881389" + "0000000000000000"));
        byte[] padded = Arrays.copyOf(event, event.length + 3);
        Arrays.fill(padded, event.length, padded.length, (byte) 1);
        assertThat(decode(padded, Origin.OWN)).isEqualTo(SHOWN_IPV4 + " SCTP 5000 > 5001 | SCTP");
        assertThat(flow(padded, Origin.OWN).getL4().getSCTP().getChunkTypeValue())
                .isZero();
        byte[] unknown = event.clone();
        unknown[12] = 0;
        assertThat(decode(unknown, Origin.OWN)).isEqualTo(SHOWN_IPV4 + " SCTP 5000 > 5001 | SCTP");
    }

    private List<String> flowsOf(String name, Origin origin) throws Exception {
        List<String> flows = new ArrayList<>();
        EventBytes bytes = new EventBytes();
        try (CaptureReader reader = CaptureReader.open(Path.of("src/test/resources/cases", name + ".pcap"))) {
            while (reader.next(bytes)) {
                flows.add(decode(bytes.toArray(), origin));
            }
        }
        return flows;
    }

    private static String ipv4(String protocol, String rest) {
        String number = protocol.length() == 1 ? "0" + protocol : protocol;
        return "450000ff" + "00014000" + "40" + number + "0000" + "0a0900010a090002" + rest;
    }

    private static String ipv6(String length, String next, String rest) {
        String number = next.length() == 1 ? "0" + next : next;
        return "60000000" + length + number + "40" + "fd09" + "0".repeat(27) + "1" + "fd09" + "0".repeat(27) + "2"
                + rest;
    }

    private String framed(String type, String rest) {
        return decode(0, MACS + type + rest, Origin.OWN);
    }

    private String decode(int flags, String packet, Origin origin) {
        return decode(event(flags, packet), origin);
    }

    private static byte[] event(int flags, String packet) {
        byte[] bytes = HexFormat.of().parseHex(packet);
        byte[] event = Arrays.copyOf(
                HexFormat.of().parseHex("0405000000000000" + "00000000" + "0000" + "0200"), 56 + bytes.length);
        event[8] = (byte) bytes.length;
        event[12] = (byte) bytes.length;
        event[27] = (byte) flags;
        System.arraycopy(bytes, 0, event, 56, bytes.length);
        return event;
    }

    private String decode(byte[] event, Origin origin) {
        row.clear();
        Malformed malformed = decoder.decode(EventBytes.of(event), origin, row);
        return malformed == null ? text(encoded()) : malformed.reason();
    }

    private Flow flow(byte[] event, Origin origin) {
        assertThat(decode(event, origin)).isNotEmpty();
        return encoded();
    }

    private Flow encoded() {
        byte[] out = new byte[FlowEncoder.maxLength(row.view())];
        try {
            return Flow.parseFrom(Arrays.copyOf(out, encoder.encode(row.view(), out, 0)));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("deprecation") // Flow.Summary is deprecated upstream, but it is the only one-line text
    private static String text(Flow flow) {
        String tunnel = flow.hasTunnel()
                ? " in " + flow.getTunnel().getIP().getSource() + " > "
                        + flow.getTunnel().getIP().getDestination()
                        + transport(flow.getTunnel().getL4()) + " vni "
                        + flow.getTunnel().getVni()
                : "";
        String addresses =
                flow.hasIP() ? flow.getIP().getSource() + " > " + flow.getIP().getDestination() : "none";
        return addresses + (flow.hasL4() ? transport(flow.getL4()) : "") + tunnel + " | " + flow.getSummary();
    }

    private static String transport(Layer4 l4) {
        return switch (l4.getProtocolCase()) {
            case TCP ->
                " TCP " + l4.getTCP().getSourcePort() + " > " + l4.getTCP().getDestinationPort()
                        + flags(l4.getTCP().hasFlags() ? l4.getTCP().getFlags() : null);
            case UDP ->
                " UDP " + l4.getUDP().getSourcePort() + " > " + l4.getUDP().getDestinationPort();
            case SCTP ->
                " SCTP " + l4.getSCTP().getSourcePort() + " > " + l4.getSCTP().getDestinationPort();
            case ICMPV4 ->
                " ICMPv4 " + l4.getICMPv4().getType() + " " + l4.getICMPv4().getCode();
            case ICMPV6 ->
                " ICMPv6 " + l4.getICMPv6().getType() + " " + l4.getICMPv6().getCode();
            case IGMP -> " IGMP " + l4.getIGMP().getType() + " " + l4.getIGMP().getGroupAddress();
            case VRRP -> " VRRP " + l4.getVRRP().getVrid();
            case PROTOCOL_NOT_SET -> " ?";
        };
    }

    private static String flags(@Nullable TCPFlags flags) {
        if (flags == null) {
            return "";
        }
        List<String> set = new ArrayList<>();
        if (flags.getSYN()) {
            set.add("SYN");
        }
        if (flags.getPSH()) {
            set.add("PSH");
        }
        if (flags.getACK()) {
            set.add("ACK");
        }
        return " " + String.join("+", set);
    }
}
