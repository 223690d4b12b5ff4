// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as openssl and others write them, and files that cannot be used. */
class ITTlsMaterial {
    @TempDir
    private Path directory;

    private Path certificate = Path.of("unset");
    private Path key = Path.of("unset");

    @BeforeEach
    void name() {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
                "genpkey -algorithm ED25519",
                "genrsa -traditional",
                "ecparam -name prime256v1 -genkey",
                "ecparam -name secp384r1 -genkey -noout",
            })
    void of_eachFormOfAKey_canBeUsed(String words) throws Exception {
        TestAuthority.openssl(words, "-out", key.toString());
        sign();
        assertThat(material().context().isServer()).isTrue();
    }

    @Test
    void of_encryptedKeys_refusedWithWords() throws Exception {
        for (String form :
                new String[] {"genrsa -traditional -aes128 -passout pass:1234", "genrsa -aes128 -passout pass:1234"}) {
            TestAuthority.openssl("genrsa", "-out", key.toString());
            sign();
            TestAuthority.openssl(form, "-out", key.toString());
            refused(key + ": the key is encrypted; give it without a passphrase");
        }
    }

    @Test
    void of_filesWithOtherContent_refusedWithWords() throws Exception {
        TestAuthority.openssl("genrsa", "-out", key.toString());
        sign();
        byte[] good = Files.readAllBytes(certificate);
        Files.writeString(certificate, "no PEM");
        refused(certificate + ": there is no certificate in it; give certificates in PEM");
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refused(certificate + ": a certificate in it is damaged; give certificates in PEM");
        Files.write(certificate, good);
        Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\nMIIBAAAA\n-----END EC PRIVATE KEY-----\n");
        refused(key + ": the private key is damaged or of a kind that is not RSA, EC or EdDSA");
        Files.write(key, good);
        refused(key + ": there is no private key in it; give one in PEM");
        TestAuthority.openssl("ecparam -name prime256v1 -genkey", "-out", key.toString());
        refused(key + ": the key does not belong to the certificate in " + certificate
                + "; give the two that were made together");
        Files.delete(key);
        Files.createDirectory(key);
        refused(key + ": is not a file of at most 1048576 bytes");
    }

    @Test
    void trusts_caThatExpires_onlyUntilThen() throws Exception {
        TestAuthority authority = TestAuthority.create(directory, "ca");
        TestAuthority.openssl("genrsa", "-out", key.toString());
        sign();
        var files = new TlsFiles(certificate, key, List.of(authority.certificate()));
        Instant later = Instant.now().plus(Duration.ofDays(101));
        TlsMaterial now = TlsMaterial.of(files, files.read(), List.of("h2"), Instant.now());
        assertThat(now.hasLostACa(Instant.now())).isFalse();
        assertThat(now.hasLostACa(later)).isTrue();
        var client = Certificates.read(
                        Path.of("client"),
                        Files.readAllBytes(
                                authority.issue("client", 10, "DNS:client").certificate()))
                .all();
        assertThat(now.trusts(client)).isTrue();
        assertThat(TlsMaterial.of(files, files.read(), List.of("h2"), later).trusts(client))
                .isFalse();
    }

    private void sign() throws Exception {
        TestAuthority.openssl(
                "req -x509 -days 10 -subj /CN=server", "-key", key.toString(), "-out", certificate.toString());
    }

    private TlsMaterial material() throws IOException {
        var files = new TlsFiles(certificate, key, List.of());
        return TlsMaterial.of(files, files.read(), List.of("h2"), Instant.now());
    }

    private void refused(String message) {
        assertThatExceptionOfType(IOException.class).isThrownBy(this::material).withMessage(message);
    }
}
