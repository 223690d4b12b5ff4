// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files for TLS, all in PEM.
 *
 * @param clientCas the CAs of client certificates; if empty, clients need no certificate
 */
public record TlsConfig(Path certificate, Path key, List<Path> clientCas) {
    public TlsConfig {
        clientCas = List.copyOf(clientCas);
    }

    /**
     * Creates the configuration from three flags, which are null or empty if not given. Returns empty if none is given.
     *
     * @param prefix the beginning of the flags' names, such as {@code --tls}
     * @throws ConfigException if one of the flags is given without another that it needs
     */
    public static Optional<TlsConfig> of(
            String prefix, @Nullable Path certificate, @Nullable Path key, List<Path> clientCas) {
        if (certificate != null && key != null) {
            return Optional.of(new TlsConfig(certificate, key, clientCas));
        }
        if (certificate != null || key != null || !clientCas.isEmpty()) {
            String given = certificate != null ? "-cert-file" : key != null ? "-key-file" : "-client-ca-files";
            String missing = prefix + (certificate == null ? "-cert-file" : "-key-file");
            throw new ConfigException(prefix + given + ": TLS needs " + missing + " too; give both, or neither");
        }
        return Optional.empty();
    }
}
