// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept and shown of a private key. */
class TlsFilesTest {
    private static String base64 = "";
    private static String exponent = "";

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        RSAPrivateKey key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
        base64 = Base64.getEncoder().encodeToString(key.getEncoded());
        exponent = key.getPrivateExponent().toString();
    }

    private static byte[] pem() {
        return ("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void read_key_isNeitherPrintedNorKeptAsText() throws Exception {
        Path certificate = Files.writeString(directory.resolve("tls.crt"), "certificate");
        Path key = Files.write(directory.resolve("tls.key"), pem());
        TlsFiles.Content content = new TlsFiles(certificate, key, List.of(certificate)).read();

        assertThat(content.toString())
                .isEqualTo("Content[certificate=11 bytes, key=RSA, clientCas=1]")
                .doesNotContain(base64, exponent);
        for (var component : TlsFiles.Content.class.getRecordComponents()) {
            Object value = component.getAccessor().invoke(content);
            assertThat(value).isNotInstanceOf(CharSequence.class);
        }
    }

    @Test
    void of_blocks_areOverwrittenAfterUse() throws Exception {
        List<Pem> blocks = Pem.blocks(pem());
        Pem block = blocks.get(0);
        assertThat(block.der()).isEqualTo(Base64.getDecoder().decode(base64));

        assertThat(((RSAPrivateKey) PrivateKeys.of(blocks)).getPrivateExponent())
                .hasToString(exponent);

        assertThat(block.der()).containsOnly(0);
        assertThat(block.toString()).isEqualTo("Pem[type=PRIVATE KEY]");
    }
}
