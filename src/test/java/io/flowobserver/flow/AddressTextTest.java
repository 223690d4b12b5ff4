// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.1.5",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "fd00::5",
                "2001:db8::1",
                "2001:db8:0:1:1:1:1:1",
                "2001:0:0:1::1",
                "2001::1:0:0:1",
                "0:1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:0",
                "1:2:3:4:5:6:7:8",
                "abcd:ef01:2345:6789:abcd:ef01:2345:6789",
                "fe80::",
                "1:0:2::3"
            })
    void of_canonicalText_isItsOwn(String text) {
        long[] halves = ProtoRows.address(text);
        assertThat(AddressText.of(halves[0], halves[1])).isEqualTo(text);
    }

    @Test
    void of_mappedAddress_isDotted() {
        assertThat(AddressText.of(0, AddressText.ipv4(0xC0000201))).isEqualTo("192.0.2.1");
    }

    @Test
    void of_firstOfTwoEqualRuns_isShortened() {
        long[] halves = ProtoRows.address("1:0:0:2:0:0:3:4");
        assertThat(AddressText.of(halves[0], halves[1])).isEqualTo("1::2:0:0:3:4");
    }
}
