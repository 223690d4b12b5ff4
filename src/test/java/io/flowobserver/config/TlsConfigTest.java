// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsConfigTest {
    private static final Path FILE = Path.of("file");

    @Test
    void of_allOrNothing_isTaken() {
        assertThat(TlsConfig.of("--tls", null, null, List.of())).isEmpty();
        assertThat(TlsConfig.of("--tls", FILE, FILE, List.of())).contains(new TlsConfig(FILE, FILE, List.of()));
    }

    @Test
    void of_half_namesWhatIsMissing() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TlsConfig.of("--tls", FILE, null, List.of()))
                .withMessage("--tls-cert-file: TLS needs --tls-key-file too; give both, or neither");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TlsConfig.of("--tls", null, FILE, List.of()))
                .withMessage("--tls-key-file: TLS needs --tls-cert-file too; give both, or neither");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TlsConfig.of("--tls", null, null, List.of(FILE)))
                .withMessage("--tls-client-ca-files: TLS needs --tls-cert-file too; give both, or neither");
    }
}
