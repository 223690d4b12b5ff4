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

    private Malformed wrap(String hex) {
        return event.wrap(EventBytes.of(HexFormat.of().parseHex(hex)));
    }
}
