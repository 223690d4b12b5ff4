// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceNotifyTest {
    private static final String V2 = "04000403080706050c0b0a098000020014131211020000001a1981031d000000"
            + "0a0102030000000000000000000000003231302f2e2d2c2b";

    private final TraceNotify event = new TraceNotify();

    @Test
    void accessors_version2_readEveryField() {
        assertThat(wrap(V2)).isNull();
        assertThat(event.subtype()).isZero();
        assertThat(event.sourceLabel()).isEqualTo(0x11121314);
        assertThat(event.destinationLabel()).isEqualTo(2);
        assertThat(event.destinationId()).isEqualTo(0x191a);
        assertThat(event.reason()).isEqualTo(1);
        assertThat(event.encrypted()).isTrue();
        assertThat(event.flags()).isEqualTo(TraceNotify.FLAG_IPV6 | TraceNotify.FLAG_L3_DEVICE);
        assertThat(event.interfaceIndex()).isEqualTo(0x1d);
        assertThat(event.isTranslated(false)).isTrue();
        assertThat(event.originalAddressHigh()).isEqualTo(0x0a01020300000000L);
        assertThat(event.originalAddressLow()).isZero();
        assertThat(event.traceId()).isEqualTo(0x2b2c2d2e2f303132L);
        assertThat(event.packetOffset()).isEqualTo(56);
    }

    /** What a version does not have reads as nothing, even where the packet's bytes stand in its place. */
    @ParameterizedTest
    @CsvSource({"0, 32, false", "1, 48, true", "2, 56, true"})
    void wrap_olderVersion_leavesItsMissingFieldsEmpty(int version, int packetOffset, boolean translated) {
        assertThat(wrap(version(version))).isNull();
        assertThat(event.packetOffset()).isEqualTo(packetOffset);
        assertThat(event.isTranslated(false)).isEqualTo(translated);
        assertThat(event.traceId() != 0).isEqualTo(version == 2);
    }

    @Test
    void originalAddress_withoutTheIpv6Flag_isMapped() {
        assertThat(wrap(V2.replace("1a198103", "1a198102"))).isNull();
        assertThat(event.originalAddressHigh()).isZero();
        assertThat(event.originalAddressLow()).isEqualTo(0xffff_0a01_0203L);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000, 03, false",
        "00000000000000000000ffff00000000, 03, false",
        "00000000000000000000ffff00000001, 03, true",
        "00000000000000000000000000000001, 03, true",
        "00000000000000000000000000000001, 02, false",
        "00000001000000000000000000000000, 02, true"
    })
    void isTranslated_address_unlessUnspecified(String address, String flags, boolean translated) {
        String hex = V2.substring(0, 54) + flags + V2.substring(56, 64) + address + V2.substring(96);
        assertThat(wrap(hex)).isNull();
        assertThat(event.isTranslated(false)).isEqualTo(translated);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 31, TOO_SHORT",
        "0, 32,",
        "1, 47, TOO_SHORT",
        "1, 48,",
        "2, 55, TOO_SHORT",
        "2, 56,",
        "3, 56, UNKNOWN_VERSION",
        "256, 56, UNKNOWN_VERSION",
        "65535, 31, TOO_SHORT"
    })
    void wrap_lengthAndVersion_areChecked(int version, int length, Malformed expected) {
        assertThat(event.wrap(bytes(version(version).substring(0, 2 * length)), false))
                .isEqualTo(expected);
    }

    /** From Cilium 1.19 on, the upper byte is the version of an extension without bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255})
    void wrap_extension_hasNoBytes(int extension) {
        assertThat(event.wrap(bytes(version(extension << 8 | 2)), true)).isNull();
        assertThat(event.packetOffset()).isEqualTo(TraceNotify.LENGTH_V2);
    }

    private static String version(int version) {
        return V2.substring(0, 28) + String.format("%02x%02x", version & 0xff, version >>> 8) + V2.substring(32);
    }

    private Malformed wrap(String hex) {
        return event.wrap(bytes(hex), true);
    }

    private static EventBytes bytes(String hex) {
        return EventBytes.of(HexFormat.of().parseHex(hex));
    }
}
