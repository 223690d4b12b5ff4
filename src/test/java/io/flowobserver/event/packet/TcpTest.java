// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpTest {
    private static final String PORTS_AND_NUMBERS = "03e80050" + "000003e8" + "000007d0";

    private final Tcp tcp = new Tcp();

    @Test
    void accessors_nineFlags_readPorts() {
        assertThat(wrap("51ff", "", 20)).isNull();
        assertThat(tcp.sourcePort()).isEqualTo(1000);
        assertThat(tcp.destinationPort()).isEqualTo(80);
        assertThat(tcp.flags()).isEqualTo(0x1ff);
        assertThat(wrap("5e12", "", 20)).isNull();
        assertThat(tcp.flags()).isEqualTo(0x012);
    }

    @ParameterizedTest
    @CsvSource({"4002, 20, TCP", "5002, 19, TCP", "6002, 23, TCP", "6002, 24,", "f002, 24, TCP", "5002, 24,"})
    void wrap_dataOffset_mustFit(String offset, int length, Malformed expected) {
        assertThat(wrap(offset, "00000000", length)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "end of list,               00ffffff,",
        "padding,                   01010101,",
        "maximum segment size,      020405b4,",
        "unknown kind,              fe040102,",
        "length 2,                  04020101,",
        "length 1,                  08010000, TCP",
        "length 0,                  08000000, TCP",
        "length past the options,   02050000, TCP",
        "no length,                 01010108, TCP",
        "multipath with no length,      0101011e, TCP",
        "multipath with no sub-type,    01011e02, TCP",
        "capable 4,                 1e040100,",
        "capable 5,                 1e050100, TCP",
        "join 3,                    1e031000, TCP",
        "sequence with no flags,        1e042000,",
        "sequence with cut flags,       011e0320, TCP",
        "remove address 3,          1e034000, TCP",
        "remove address 4,          1e044000,",
        "priority 3,                1e035000,",
        "priority 4,                1e045000,",
        "priority 2,                1e025000, TCP",
        "reset 4,                   1e048000,",
        "reset 3,                   1e038000, TCP",
        "unknown sub-type 4,        1e04f000,",
        "unknown sub-type 0,        1e00f000, TCP",
        "unknown sub-type too long, 1e05f000, TCP"
    })
    void wrap_fourBytesOfOptions_mustBeSound(String what, String options, Malformed expected) {
        assertThat(wrap("6002", options, 24)).as(what).isEqualTo(expected);
    }

    @ParameterizedTest(name = "sub-type {0}, length {1}, flags {2}")
    @CsvSource({
        "0, 12, 00,",
        "0, 20, 00,",
        "0, 22, 00,",
        "0, 24, 00,",
        "0, 16, 00, TCP",
        "1, 12, 00,",
        "1, 16, 00,",
        "1, 24, 00,",
        "1, 20, 00, TCP",
        "2, 8, 01,",
        "2, 12, 03,",
        "2, 14, 04,",
        "2, 16, 04,",
        "2, 18, 0c,",
        "2, 20, 0c,",
        "2, 26, 0f,",
        "2, 28, 0f,",
        "2, 10, 01, TCP",
        "2, 18, 04, TCP",
        "2, 4, 04, TCP",
        "6, 12, 00,",
        "6, 11, 00, TCP",
        "7, 12, 00,",
        "7, 16, 00, TCP"
    })
    void wrap_multipathOption_mustHaveALengthOfItsSubType(int subType, int length, String flags, Malformed expected) {
        String option = String.format("1e%02x%x0%s", length, subType, flags) + "00".repeat(28);
        assertThat(wrap("d002", option, 52)).isEqualTo(expected);
    }

    /** The four low bits: in version 0 of the protocol the IP version, in version 1 whether an HMAC is missing. */
    @ParameterizedTest
    @CsvSource({
        "4, 8,",
        "4, 10,",
        "6, 20,",
        "6, 22,",
        "4, 16, TCP",
        "1, 8,",
        "1, 22,",
        "1, 16, TCP",
        "0, 16,",
        "0, 18,",
        "0, 28,",
        "0, 30,",
        "0, 8, TCP",
        "0, 4, TCP"
    })
    void wrap_addAddress_mustHaveALengthOfItsVersion(int bits, int length, Malformed expected) {
        String option = String.format("1e%02x3%x00", length, bits) + "00".repeat(28);
        assertThat(wrap("d002", option, 52)).isEqualTo(expected);
    }

    private Malformed wrap(String offsetAndFlags, String options, int length) {
        String hex = PORTS_AND_NUMBERS + offsetAndFlags + "ffff00000000" + options;
        return tcp.wrap(EventBytes.of(HexFormat.of().parseHex(hex)), 0, length);
    }
}
