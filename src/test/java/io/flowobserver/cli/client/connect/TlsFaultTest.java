// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFaultTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate_required | it wants a certificate of this client",
                "unknown_ca | it does not trust the certificate of this client",
                "handshake_failure | perhaps it wants a certificate of this client",
                "no_application_protocol | it speaks TLS but not HTTP/2",
                "unrecognized_name | give another with --tls-server-name",
                "protocol_version | it refuses the TLS handshake: protocol version",
            })
    void of_alert_isToldInWords(String alert, String expected) {
        Throwable failure = new IOException(new SSLHandshakeException("Received fatal alert: " + alert));
        assertThat(TlsFault.of(failure)).contains(expected).doesNotContain("_", "fatal alert");
    }

    @Test
    void of_otherFailure_isNone() {
        assertThat(TlsFault.of(new IOException("reset"))).isNull();
        assertThat(TlsFault.of(null)).isNull();
    }
}
