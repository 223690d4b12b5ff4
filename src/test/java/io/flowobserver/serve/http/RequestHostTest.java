// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHostTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, false",
        "LocalHost.:80, localhost, false",
        "a_b.example:, a_b.example, false",
        "'', '', false",
        ":80, '', false",
        "10.0.0.1:65535, 10.0.0.1, true",
        "127.1, 127.1, false",
        "2130706433, 2130706433, false",
        "[::1]:80, ::1, true",
        "[0:0:0:0:0:0:0:1], ::1, true",
        "[::ffff:10.0.0.1], 10.0.0.1, true",
        "[fe80::1%eth0], fe80::1, true",
        "loc%61lhost, loc%61lhost, false"
    })
    void ofAuthority_wellFormed_isNormalized(String text, String name, boolean address) {
        RequestHost host = RequestHost.ofAuthority(text).orElseThrow();
        assertThat(host.name()).isEqualTo(name);
        assertThat(host.address() != null).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a,b:x",
                "a:80:80",
                "::1",
                "[::1",
                "[::1]x",
                "[10.0.0.1:80",
                "user@host",
                "host/path",
                "a:123456",
                "[x]",
                "[]",
                "a\u0007",
                "\u00e4.example",
                "a:-1"
            })
    void ofAuthority_malformed_isEmpty(String text) {
        assertThat(RequestHost.ofAuthority(text)).isEqualTo(Optional.empty());
    }
}
