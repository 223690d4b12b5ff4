// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        long[] halves = halves(text);
        assertThat(AddressText.of(halves[0], halves[1])).isEqualTo(text);
    }

    @Test
    void of_mappedAddress_isDotted() {
        assertThat(AddressText.of(0, AddressText.ipv4(0xC0000201))).isEqualTo("192.0.2.1");
    }

    @Test
    void of_firstOfTwoEqualRuns_isShortened() {
        long[] halves = halves("1:0:0:2:0:0:3:4");
        assertThat(AddressText.of(halves[0], halves[1])).isEqualTo("1::2:0:0:3:4");
    }

    @Test
    void of_eachOctetInEachPlace_isDecimal() {
        for (int octet = 0; octet < 256; octet++) {
            for (int place = 0; place < 4; place++) {
                int address = (0x01020304 & ~(0xFF << (place * 8))) | octet << (place * 8);
                String text = (address >>> 24) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "."
                        + (address & 0xFF);
                assertThat(AddressText.of(0, AddressText.ipv4(address))).isEqualTo(text);
            }
        }
    }

    @Test
    void mac_eachOctetInEachPlace_isHexadecimal() {
        byte[] text = new byte[18];
        for (int octet = 0; octet < 256; octet++) {
            for (int shift = 0; shift < 48; shift += 8) {
                long address = (0x0102_03A4_05F6L & ~(0xFFL << shift)) | (long) octet << shift;
                assertThat(AddressText.mac(address, text, 0)).isEqualTo(17);
                assertThat(new String(text, 0, 17, StandardCharsets.US_ASCII))
                        .isEqualTo(String.format("%012x", address).replaceAll("..(?=.)", "$0:"));
            }
        }
    }

    /** The halves of an address by the JDK. */
    private static long[] halves(String text) {
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return bytes.length == 4
                    ? new long[] {0, AddressText.ipv4(buffer.getInt())}
                    : new long[] {buffer.getLong(), buffer.getLong()};
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }
}
