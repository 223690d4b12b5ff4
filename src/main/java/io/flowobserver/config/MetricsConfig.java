// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of metrics.
 *
 * @param metrics flow metrics as given, each {@code name[:options]} or a list of these
 * @param file a file with the flow metrics, which may change; excludes {@code metrics}
 * @param maxSeries the limit for the series of a family
 * @param address the address of the metrics server; without it no flows are counted
 * @param tls the TLS files of the metrics server, if it uses TLS
 * @param self whether to show the metrics of the daemon itself
 */
public record MetricsConfig(
        List<String> metrics,
        Optional<Path> file,
        int maxSeries,
        Optional<Address> address,
        Optional<TlsConfig> tls,
        boolean self) {
    public static final int DEFAULT_MAX_SERIES = 10_000;

    private static final String FLAG = "--metrics-server";
    private static final int MOST_SERIES = 500_000;

    public MetricsConfig {
        metrics = List.copyOf(metrics);
        if (!metrics.isEmpty() && file.isPresent()) {
            throw new ConfigException("give one of --metric and --dynamic-metrics-config-path, not both");
        }
        if (maxSeries < 1 || maxSeries > MOST_SERIES) {
            throw new ConfigException(
                    "--metrics-max-series: " + maxSeries + " is out of range; give 1 to " + MOST_SERIES);
        }
    }

    /** A TCP address. An empty host means all addresses, and port 0 means any free port. */
    public record Address(String host, int port) {
        /**
         * Parses {@code host:port}, {@code :port} or {@code [ipv6]:port}.
         *
         * @throws ConfigException if the text is no address
         */
        public static Address parse(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (bracketed) {
                host = host.substring(1, host.length() - 1);
            }
            if (colon < 0 || (!bracketed && host.indexOf(':') >= 0) || host.matches(".*[/\\s\\[\\]].*")) {
                throw new ConfigException(
                        FLAG + ": \"" + text + "\" is not an address; give :port, host:port or [ipv6]:port");
            }
            return new Address(host, port(text, text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }

        private static int port(String text, String digits) {
            int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
            if (port < 0 || port > 0xFFFF) {
                throw new ConfigException(FLAG + ": the port of \"" + text + "\" is no number from 0 to 65535");
            }
            return port;
        }
    }
}
