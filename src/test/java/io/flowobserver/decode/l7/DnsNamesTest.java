// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.row.Generation;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsNamesTest {
    @ParameterizedTest
    @CsvSource({
        "0, Unknown",
        "1, A",
        "5, CNAME",
        "12, PTR",
        "16, TXT",
        "17, Unknown",
        "28, AAAA",
        "33, SRV",
        "35, Unknown",
        "41, OPT",
        "43, Unknown",
        "46, RRSIG",
        "48, DNSKEY",
        "64, SVCB",
        "65, HTTPS",
        "255, Unknown",
        "256, URI",
        "257, Unknown",
        "65535, Unknown"
    })
    void type_number_hasTheNameThatTheReferenceKnows(int number, String name) {
        assertThat(DnsNames.type(number, Generation.OLD)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "0, No Error", "3, Non-Existent Domain", "10, Name not contained in zone", "11, Unknown", "15, Unknown",
        "16, Bad OPT Version", "22, Bad Truncation", "23, Bad Cookie", "24, Unknown", "255, Unknown"
    })
    void rcode_number_hasItsName(int number, String name) {
        assertThat(DnsNames.rcode(number)).isEqualTo(name);
    }

    @Test
    void type_allNumbers_knowsTwentyFour() {
        assertThat(IntStream.range(0, 65_536)
                        .filter(number -> !DnsNames.type(number, Generation.OLD).equals("Unknown")))
                .hasSize(24);
    }
}
