// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of the listeners for clients.
 *
 * @param urls the addresses as given: {@code host:port} or {@code unix:///path}
 * @param advertised {@code --advertise-address} as given
 * @param tls the TLS files for TCP listeners, if they use TLS
 * @param grpcResponseBundling {@code --grpc-response-bundling}
 * @param idleStreamTimeout {@code --idle-stream-timeout}; zero for no timeout
 */
public record ListenConfig(
        List<String> urls,
        Optional<String> advertised,
        Optional<TlsConfig> tls,
        Http http,
        boolean grpcResponseBundling,
        Duration idleStreamTimeout) {
    public static final String DEFAULT_URL = "unix:///var/run/hubble.sock";

    /** The default of {@code --idle-stream-timeout}. */
    public static final Duration DEFAULT_IDLE_STREAM_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

    public ListenConfig {
        urls = List.copyOf(urls);
        if (!idleStreamTimeout.isZero() && idleStreamTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
            throw new ConfigException("--idle-stream-timeout: give 1s or more, or 0 for no timeout");
        }
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
        return new ListenConfig(otherUrls, advertised, tls, http, grpcResponseBundling, idleStreamTimeout);
    }
}
