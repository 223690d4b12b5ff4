// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectedProtocolTest {
    @ParameterizedTest
    @CsvSource({
        "'', UNDECIDED",
        "P, UNDECIDED",
        "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r, UNDECIDED",
        "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n, GRPC",
        "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\nmore, GRPC",
        "PRI * HTTP/1, HTTP1",
        "PO, UNDECIDED",
        "POST, UNDECIDED",
        "POST /, HTTP1",
        "OPTIONS *, HTTP1",
        "ABCDEFGH, GARBAGE",
        "AB C, GARBAGE",
        "GET / HTTP/1.1, HTTP1",
        "G, UNDECIDED",
        "get, GARBAGE",
        "GE\\0, GARBAGE",
        "\\x16, UNDECIDED",
        "\\x16\\x03, TLS",
        "\\x16\\x02, GARBAGE",
        "\\0, GARBAGE",
        "SSH-2.0, GARBAGE"
    })
    void of_firstBytes_isTheProtocol(String text, DetectedProtocol expected) {
        String bytes = text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\x16", "\u0016")
                .replace("\\x03", "\u0003")
                .replace("\\x02", "\u0002");
        var in = Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1);
        assertThat(DetectedProtocol.of(in)).isEqualTo(expected);
        assertThat(in.readerIndex()).isZero();
    }
}
