// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.List;
import java.util.Optional;

/**
 * The configuration of the listeners for clients.
 *
 * @param urls the addresses as given: {@code host:port} or {@code unix:///path}
 * @param advertised {@code --advertise-address} as given
 * @param tls the TLS files for TCP listeners, if they use TLS
 * @param grpcResponseBundling {@code --grpc-response-bundling}
 */
public record ListenConfig(
        List<String> urls,
        Optional<String> advertised,
        Optional<TlsConfig> tls,
        Http http,
        boolean grpcResponseBundling) {
    public static final String DEFAULT_URL = "unix:///var/run/hubble.sock";

    public ListenConfig {
        urls = List.copyOf(urls);
    }

    /**
     * Which listeners serve HTTP/1.1.
     *
     * @param off {@code --no-http}
     * @param onTcp {@code --http-on-tcp}
     * @param allowedHosts {@code --http-allowed-hosts} as given
     */
    public record Http(boolean off, boolean onTcp, List<String> allowedHosts) {
        public Http {
            allowedHosts = List.copyOf(allowedHosts);
            if (off && onTcp) {
                throw new ConfigException("give one of --no-http and --http-on-tcp, not both");
            }
        }
    }

    /** Returns the same configuration with other addresses. */
    ListenConfig at(List<String> otherUrls) {
        return new ListenConfig(otherUrls, advertised, tls, http, grpcResponseBundling);
    }
}
