// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.1.5, 10.0.1.5",
        "10.0.1.5/32, 10.0.1.5",
        "10.0.1.5/24, 10.0.1.0/24",
        "10.0.1.5/0, 0.0.0.0/0",
        "::ffff:10.0.1.5, 10.0.1.5",
        "::ffff:10.0.1.5/120, 10.0.1.0/24",
        "::, ::",
        "::/0, ::/0",
        "FD00::A, fd00::a",
        "2001:db8:1:2:3:4:5:6/33, 2001:db8::/33",
        "2001:db8:1:2:3:4:5:6/96, 2001:db8:1:2:3:4::/96",
        "1::2:0:0:0:0:8, 1:0:2::8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "64:ff9b::8.8.8.8, 64:ff9b::808:808"
    })
    void parse_prefix_isPrintedCanonically(String text, String canonical) {
        assertThat(PrefixParser.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.0.0.0.1",
                "10.0.0.256",
                "10.0.0.01",
                "10.0.0.",
                ".1.2.3",
                "10.0.0.-1",
                "10..0.1",
                "a",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "/8",
                "::/129",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "::1:",
                ":1::",
                "::g",
                "fe80::1%eth0",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "１0.0.0.1",
                "localhost",
                " 10.0.0.1"
            })
    void parse_anythingElse_isNull(String text) {
        assertThat(PrefixParser.parse(text)).isNull();
    }

    @Test
    void parseAddress_withLength_isNull() {
        assertThat(PrefixParser.parseAddress("10.0.0.0/32")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/100, 2001:db8::fff:ffff, true",
        "2001:db8::/100, 2001:db8::1fff:ffff, false",
        "::/0, fd00::1, true"
    })
    void equals_prefixOfAnAddress_dependsOnTheLeadingBits(String prefix, String address, boolean within) {
        var expected = PrefixParser.parse(prefix);
        var inside = PrefixParser.parse(address);
        assertThat(new Prefix(inside.high(), inside.low(), expected.length()).equals(expected))
                .isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0/0, true", "10.0.0.1, true", "::/0, false", "::ffff:0:0/96, true", "::ffff:0:0/95, false"})
    void isIpv4_prefix_isTrueIfAllOfItIs(String prefix, boolean ipv4) {
        assertThat(PrefixParser.parse(prefix).isIpv4()).isEqualTo(ipv4);
    }
}
