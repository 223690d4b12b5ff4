// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    private static final String NAME =
            "03776562" + "0473686f70" + "03737663" + "07636c7573746572" + "056c6f63616c" + "00";

    @Test
    void query_ipv4_isOneQuestionForA() {
        assertThat(hex(DnsMessage.query(0x1234, DnsMessage.WEB, false)))
                .isEqualTo("123401000001000000000000" + NAME + "00010001");
    }

    @Test
    void answer_ipv4_isTheAddressOfTheWebPod() {
        assertThat(answer(DnsMessage.query(0x1234, DnsMessage.WEB, false)))
                .isEqualTo("123481800001000100000000" + NAME + "00010001" + "c00c000100010000001e0004" + "c6120014");
    }

    @Test
    void answer_ipv6_isTheAddressOfTheWebPod() {
        assertThat(answer(DnsMessage.query(0x1234, DnsMessage.WEB, true)))
                .isEqualTo("123481800001000100000000" + NAME + "001c0001" + "c00c001c00010000001e0010"
                        + "fd000000000000000000000000000020");
    }

    @Test
    void answer_otherName_isThatThereIsNone() {
        assertThat(answer(DnsMessage.query(1, "nobody.example", false)))
                .isEqualTo("000181830001000000000000" + "066e6f626f6479" + "076578616d706c65" + "00" + "00010001");
    }

    @Test
    void answer_cutQuery_isNothing() {
        byte[] query = DnsMessage.query(1, DnsMessage.WEB, false);
        for (int length = 0; length < query.length; length++) {
            assertThat(DnsMessage.answer(Arrays.copyOf(query, DnsMessage.MAX_LENGTH), length))
                    .as("length %d", length)
                    .isEmpty();
        }
    }

    @Test
    void answer_labelsBeyondTheEnd_isNothing() {
        byte[] packet = new byte[DnsMessage.MAX_LENGTH];
        Arrays.fill(packet, (byte) 0xFF);
        assertThat(DnsMessage.answer(packet, packet.length)).isEmpty();
    }

    private static String answer(byte[] query) {
        return hex(DnsMessage.answer(Arrays.copyOf(query, DnsMessage.MAX_LENGTH), query.length));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
