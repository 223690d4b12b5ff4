// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TraceSockNotifyTest {
    private static final String EVENT = "0703fd0000960000000000000000000000145000ff51724998f422f6891300000000000001";

    private static final String ALIGNED =
            "07020100500000002211000000000000443300000000000" + "00a010203000000000000000000000000";

    private final TraceSockNotify event = new TraceSockNotify();

    @Test
    void accessors_ipv6_readEveryField() {
        assertThat(wrap(EVENT + "01")).isNull();
        assertThat(event.point()).isEqualTo(TraceSockNotify.POINT_PRE_REVERSE);
        assertThat(event.isIpv6()).isTrue();
        assertThat(event.addressHigh()).isEqualTo(0xfd00_0096_0000_0000L);
        assertThat(event.addressLow()).isEqualTo(0x14);
        assertThat(event.port()).isEqualTo(80);
        assertThat(event.cookie()).isEqualTo(0xf622f498497251ffL);
        assertThat(event.cgroupId()).isEqualTo(0x1389);
        assertThat(event.protocol()).isEqualTo(TraceSockNotify.PROTOCOL_TCP);
    }

    /** Only the lowest flag says so, and an IPv4 address is the first four bytes. */
    @Test
    void address_ipv4_isMapped() {
        assertThat(wrap(EVENT + "fe")).isNull();
        assertThat(event.isIpv6()).isFalse();
        assertThat(event.addressHigh()).isZero();
        assertThat(event.addressLow()).isEqualTo(0xffff_fd00_0096L);
    }

    @Test
    void wrap_oneByteShort_isRefused() {
        assertThat(wrap(EVENT)).isEqualTo(Malformed.TOO_SHORT);
        assertThat(wrap("")).isEqualTo(Malformed.TOO_SHORT);
        assertThat(wrap(EVENT + "0100ff")).isNull();
    }

    @Test
    void accessors_aligned_readEveryField() {
        assertThat(event.wrap(bytes(ALIGNED), true)).isNull();
        assertThat(event.point()).isEqualTo(TraceSockNotify.POINT_POST_FORWARD);
        assertThat(event.isIpv6()).isFalse();
        assertThat(event.addressLow()).isEqualTo(0xffff_0a01_0203L);
        assertThat(event.port()).isEqualTo(80);
        assertThat(event.cookie()).isEqualTo(0x1122);
        assertThat(event.cgroupId()).isEqualTo(0x3344);
        assertThat(event.protocol()).isEqualTo(TraceSockNotify.PROTOCOL_TCP);
        assertThat(event.wrap(bytes(ALIGNED.substring(2)), true)).isEqualTo(Malformed.TOO_SHORT);
    }

    /** A perf ring pads samples of both forms to 44 bytes. */
    @Test
    void looksAligned_bothForms_areToldApart() {
        assertThat(TraceSockNotify.looksAligned(bytes(ALIGNED))).isTrue();
        assertThat(TraceSockNotify.looksAligned(bytes(ALIGNED + "00000000"))).isTrue();
        assertThat(TraceSockNotify.looksAligned(bytes(EVENT + "01" + "000000000000")))
                .isFalse();
        // 1.1.1.1 and ::1 in the packed form look most like the fields of the aligned one.
        assertThat(TraceSockNotify.looksAligned(bytes(packed("01010101" + "00".repeat(12), "00"))))
                .isFalse();
        assertThat(TraceSockNotify.looksAligned(bytes(packed("00".repeat(15) + "01", "01"))))
                .isFalse();
    }

    private static String packed(String address, String flags) {
        return "0702" + address + "5000" + "ff51724998f422f6" + "8913000000000000" + "01" + flags + "000000000000";
    }

    private static EventBytes bytes(String hex) {
        return EventBytes.of(HexFormat.of().parseHex(hex));
    }

    private Malformed wrap(String hex) {
        return event.wrap(EventBytes.of(HexFormat.of().parseHex(hex)), false);
    }
}
