// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.cli.console.UserError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({"unix:///run/o.sock, /run/o.sock", "unix:/run/o.sock, /run/o.sock", "unix:o.sock, o.sock"})
    void parse_unix_namesTheSocket(String text, Path socket) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(text, socket, "", 0));
    }

    @ParameterizedTest
    @CsvSource({"localhost:4245, localhost, 4245", "[::1]:80, ::1, 80", "10.0.0.1:65535, 10.0.0.1, 65535"})
    void parse_tcp_namesHostAndPort(String text, String host, int port) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(text, null, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                ":80",
                "x:",
                "x:0",
                "x:65536",
                "x:-1",
                "::1:80",
                "http://x:80",
                "unix:",
                "unix://",
                "x:y"
            })
    void parse_anythingElse_saysWhatIsExpected(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("use host:port");
    }

    @Test
    void parse_tls_isTheSameHostAndPort() {
        assertThat(ServerAddress.parse("tls://x:1")).isEqualTo(new ServerAddress("tls://x:1", null, "x", 1));
        assertThat(ServerAddress.isEncrypted("tls://x:1")).isTrue();
        assertThat(ServerAddress.isEncrypted("x:1")).isFalse();
    }
}
