// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Header by header: what is refused, and where the payload lies. */
class PacketHeadersTest {
    private static final String IPV4 = "4500001c1267000040110000" + "0a00000a" + "0a00000b";
    private static final String IPV6 =
            "60000000PPPPNN40" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

    private final Ipv4 ipv4 = new Ipv4();
    private final Ipv6 ipv6 = new Ipv6();

    @Test
    void ethernet_addresses_haveTheirFirstByteHighest() {
        var ethernet = new Ethernet();
        assertThat(ethernet.wrap(bytes("deadbeef00010a580a0000108100"), 0, 14)).isNull();
        assertThat(ethernet.destination()).isEqualTo(0xdeadbeef0001L);
        assertThat(ethernet.source()).isEqualTo(0x0a580a000010L);
        assertThat(ethernet.type()).isEqualTo(0x8100);
        assertThat(ethernet.wrap(bytes("deadbeef00010a580a00001081"), 0, 13)).isEqualTo(Malformed.ETHERNET);
    }

    @ParameterizedTest
    @CsvSource({"0001, 15", "0002, 16", "05ff, 16", "0600, 16"})
    void ethernet_lengthInPlaceOfType_trimsThePayload(String type, int end) {
        var ethernet = new Ethernet();
        assertThat(ethernet.wrap(bytes("deadbeef00010a580a000010" + type + "aabb"), 0, 16))
                .isNull();
        assertThat(ethernet.payload()).isEqualTo(14);
        assertThat(ethernet.payloadEnd()).isEqualTo(end);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "total length less than there is, 45000018, 24",
        "total length more than there is, 4500ffff, 28",
        "total length 0 is all there is,  45000000, 28",
        "total length inside the header,  45000013,",
        "header length 4,                 4400001c,",
        "header past the total length,    46000017,",
        "version is not looked at,        0500001c, 28"
    })
    void ipv4_lengths_decideThePayload(String what, String start, @Nullable Integer end) {
        String hex = start + IPV4.substring(8) + "0102030405060708";
        Malformed malformed = ipv4.wrap(bytes(hex), 0, 28);
        if (end == null) {
            assertThat(malformed).as(what).isEqualTo(Malformed.IPV4);
            return;
        }
        assertThat(malformed).as(what).isNull();
        assertThat(ipv4.payload()).isEqualTo(20);
        assertThat(ipv4.payloadEnd()).isEqualTo(end);
        assertThat(ipv4.source()).isEqualTo(0x0a00000a);
        assertThat(ipv4.destination()).isEqualTo(0x0a00000b);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000,",
        "01010101,",
        "07030400,",
        "01010007,",
        "88041234,",
        "07020400, IPV4",
        "07000000, IPV4",
        "01010107, IPV4",
        "07050000, IPV4"
    })
    void ipv4_options_mustBeSound(String options, Malformed expected) {
        assertThat(ipv4.wrap(bytes("46000018" + IPV4.substring(8) + options), 0, 24))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0000, 17", "4000, 17", "8000, 17", "2000, -1", "0001, -1", "1fff, -1"})
    void ipv4_fragment_hasNoNext(String field, int next) {
        assertThat(ipv4.wrap(bytes("4500001c1267" + field + IPV4.substring(16)), 0, 20))
                .isNull();
        assertThat(ipv4.next()).isEqualTo(next);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "plain,                         0004, 11, 0102030405,                         40, 44, 17",
        "longer than there is,          0010, 11, 0102,                               40, 42, 17",
        "length 0,                      0000, 11, 0102,                               -1, 0, 0",
        "no-next is what the field is,  0002, 3b, 0102,                               40, 42, 59",
        "hop-by-hop,                    0010, 00, 11000104000000000102030405060708,   48, 56, 17",
        "hop-by-hop cut,                0010, 00, 110001040000,                       -1, 0, 0",
        "hop-by-hop 1 byte,             0010, 00, 11,                                 -1, 0, 0",
        "hop-by-hop longer than packet, 0010, 00, 1101010400000000,                   -1, 0, 0",
        "hop-by-hop with option overruns,   0008, 00, 1100010500000000,                   -1, 0, 0",
        "hop-by-hop with length 0,          0000, 00, 1100010400000000,                   -1, 0, 0",
        "hop-by-hop with pad1,              0008, 00, 1100000000010200,                   -1, 0, 0",
        "hop-by-hop with all pad1,          0009, 00, 110000000000000000,                 48, 49, 17",
        "jumbo,                         0000, 00, 1100c20400010000aabb,               40, 50, 17",
        "jumbo negative as an int,     0000, 00, 1100c204ffffffffaabb,               40, 50, 17",
        "jumbo and a length,            0008, 00, 1100c20400010000aabb,               -1, 0, 0",
        "jumbo too small,               0000, 00, 1100c2040000ffffaabb,               -1, 0, 0",
        "jumbo of two bytes,            0000, 00, 1100c20200010100aabb,               -1, 0, 0"
    })
    void ipv6_payload_followsHeaders(
            String what, String length, String next, String rest, int payload, int end, int protocol) {
        String hex = IPV6.replace("PPPP", length).replace("NN", next) + rest;
        Malformed malformed = ipv6.wrap(bytes(hex), 0, hex.length() / 2);
        if (payload < 0) {
            assertThat(malformed).as(what).isEqualTo(Malformed.IPV6);
            return;
        }
        assertThat(malformed).as(what).isNull();
        assertThat(ipv6.payload()).isEqualTo(payload);
        assertThat(ipv6.payloadEnd()).isEqualTo(end);
        assertThat(ipv6.next()).isEqualTo(protocol);
        assertThat(ipv6.sourceHigh()).isEqualTo(0x20010db800000000L);
        assertThat(ipv6.sourceLow()).isEqualTo(1);
        assertThat(ipv6.destinationHigh()).isEqualTo(0x20010db800000000L);
        assertThat(ipv6.destinationLow()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 12", "8, 8", "9, 9", "65535, 12", "1, -1", "7, -1"})
    void udp_lengthField_endsThePayload(int length, int end) {
        var udp = new Udp();
        Malformed malformed = udp.wrap(bytes("03e80035" + String.format("%04x", length) + "0000aabbccdd"), 0, 12);
        assertThat(malformed).isEqualTo(end < 0 ? Malformed.UDP : null);
        if (end >= 0) {
            assertThat(udp.sourcePort()).isEqualTo(1000);
            assertThat(udp.destinationPort()).isEqualTo(53);
            assertThat(udp.payloadEnd()).isEqualTo(end);
        }
    }

    /** A port of another known protocol in the destination keeps the source from being a tunnel's. */
    @ParameterizedTest
    @CsvSource({"4789, 6081, 6081", "4789, 1234, 4789", "4789, 53, 53", "1, 2, 1"})
    void udp_payloadPort_isTheDestinationsIfKnown(int source, int destination, int expected) {
        var udp = new Udp();
        assertThat(udp.wrap(bytes(String.format("%04x%04x00080000", source, destination)), 0, 8))
                .isNull();
        assertThat(udp.payloadPort()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2133640100010000c0a80001,",
        "3133640200010000c0a80001c0a80002,",
        "2133640100010000c0a800, VRRP",
        "2133640200010000c0a80001, VRRP",
        "2033640100010000c0a80001, VRRP",
        "2133640000010000c0a80001, VRRP",
        "21336401000100, VRRP"
    })
    void vrrp_advertisement_mustHaveItsAddresses(String hex, Malformed expected) {
        var vrrp = new Vrrp();
        assertThat(vrrp.wrap(bytes(hex), 0, hex.length() / 2)).isEqualTo(expected);
        if (expected == null) {
            assertThat(vrrp.type()).isEqualTo(1);
            assertThat(vrrp.routerId()).isEqualTo(0x33);
            assertThat(vrrp.priority()).isEqualTo(100);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no options,                  0000655800000700,                         8",
        "one option,                  0300655800000700014b8102000000010a000001, 20",
        "option past the options,     0100655800000700014b8101aabbccdd,         16",
        "option past the packet,      0100655800000700014b810200000001,         -1",
        "options past the packet,     0200655800000700014b8100,                 -1",
        "seven bytes,                 00006558000007,                           -1"
    })
    void geneve_options_areSteppedOver(String what, String hex, int payload) {
        var geneve = new Geneve();
        Malformed malformed = geneve.wrap(bytes(hex), 0, hex.length() / 2);
        assertThat(malformed).as(what).isEqualTo(payload < 0 ? Malformed.GENEVE : null);
        if (payload >= 0) {
            assertThat(geneve.payload()).isEqualTo(payload);
            assertThat(geneve.protocol()).isEqualTo(0x6558);
        }
    }

    /**
     * Hubble's decoder counts the offset in eight bits: 62 words of options end at offset 0, 63 at offset 4. The 63rd
     * word is then the first word of the header, whose last byte is read as a length.
     */
    @ParameterizedTest
    @CsvSource({
        "61, 6558, 0, 252",
        "62, 6558, 0, 0",
        "63, 6558, 0, 100",
        "63, 0800, 0, 4",
        "63, 86dd, 0, 120",
        "62, 6558, 31, 8",
        "63, 6558, 31, 8"
    })
    void geneve_longOptions_endWhereHubbleSaysSo(int words, String protocol, int optionWords, int payload) {
        String option = "014b81" + String.format("%02x", optionWords) + "00000000".repeat(optionWords);
        int options = (words + optionWords) / (optionWords + 1);
        String hex = Integer.toHexString(words) + "00" + protocol + "00000700" + option.repeat(options);
        var geneve = new Geneve();
        assertThat(geneve.wrap(bytes(hex), 0, hex.length() / 2)).isNull();
        assertThat(geneve.payload()).isEqualTo(payload);
        assertThat(geneve.wrapLeniently(bytes(hex), 0, hex.length() / 2)).isTrue();
        assertThat(geneve.payload()).isEqualTo(8 + words * 4);
    }

    /** Of 63 words the last is not read, so it may be cut. */
    @Test
    void geneve_longOptionsCut_areReadAsHubbleDoes() {
        String hex = "3f00080000000700" + "014b8100".repeat(63);
        var geneve = new Geneve();
        assertThat(geneve.wrap(bytes(hex), 0, 259)).isNull();
        assertThat(geneve.wrap(bytes(hex), 0, 258)).isEqualTo(Malformed.GENEVE);
    }

    @ParameterizedTest
    @CsvSource({"SCTP, 12", "ICMP, 8", "ICMPV6, 4", "IGMP, 8", "VXLAN, 8"})
    void wrap_oneByteShort_isRefused(Malformed reason, int length) {
        var bytes = EventBytes.of(new byte[64]);
        assertThat(wrap(reason, bytes, length)).isNull();
        assertThat(wrap(reason, bytes, length - 1)).isEqualTo(reason);
    }

    private static Malformed wrap(Malformed reason, EventBytes bytes, int length) {
        int at = 20;
        int end = at + length;
        return switch (reason) {
            case SCTP -> new Sctp().wrap(bytes, at, end);
            case ICMP -> new IcmpV4().wrap(bytes, at, end);
            case ICMPV6 -> new IcmpV6().wrap(bytes, at, end);
            case IGMP -> new Igmp().wrap(bytes, at, end);
            case VXLAN -> new Vxlan().wrap(bytes, at, end);
            default -> throw new IllegalArgumentException("reason=" + reason);
        };
    }

    private static EventBytes bytes(String hex) {
        return EventBytes.of(HexFormat.of().parseHex(hex));
    }
}
