// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.List;
import java.util.Optional;

/**
 * Where clients come in, and how.
 *
 * @param urls as given, {@code host:port} or {@code unix:///path}
 * @param advertised {@code --advertise-address}, as given
 * @param tls for listeners on TCP, if they are to have it
 */
public record ListenConfig(List<String> urls, Optional<String> advertised, Optional<TlsConfig> tls, Http http) {
    public static final String DEFAULT_URL = "unix:///var/run/hubble.sock";

    public ListenConfig {
        urls = List.copyOf(urls);
    }

    /**
     * Where HTTP/1.1 is served.
     *
     * @param off {@code --no-http}
     * @param onTcp {@code --http-on-tcp}
     */
    public record Http(boolean off, boolean onTcp) {
        public Http {
            if (off && onTcp) {
                throw new ConfigException("give one of --no-http and --http-on-tcp, not both");
            }
        }
    }

    /** The same with other listeners. */
    ListenConfig at(List<String> otherUrls) {
        return new ListenConfig(otherUrls, advertised, tls, http);
    }
}
