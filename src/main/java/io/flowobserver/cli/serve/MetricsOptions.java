// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.MetricsConfig;
import io.flowobserver.config.TlsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for metrics. */
final class MetricsOptions {
    @Option(
            names = "--metrics-server",
            paramLabel = "ADDRESS",
            description = "where to serve /metrics, /healthz and /readyz: :port or host:port (default: nowhere)")
    private @Nullable String address;

    @Option(
            names = "--metrics-server-tls-cert-file",
            paramLabel = "FILE",
            description = "certificate chain for that address in PEM; it then uses TLS 1.3; all TLS files are watched"
                    + " (default: no TLS)")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--metrics-server-tls-key-file",
            paramLabel = "FILE",
            description = "the certificate's private key in PEM")
    private @Nullable Path tlsKey;

    @Option(
            names = "--metrics-server-tls-client-ca-files",
            paramLabel = "FILE",
            split = ",",
            description = "CAs of clients, in PEM; clients must present a certificate of one of them; repeatable"
                    + " (default: none, anyone can scrape)")
    private List<Path> tlsClientCas = new ArrayList<>();

    @Option(
            names = "--metric",
            paramLabel = "NAME[:OPTIONS]",
            description = "a flow metric, e.g. drop, tcp, flow:sourceContext=pod; repeatable and comma-separated")
    private List<String> metrics = new ArrayList<>();

    @Option(
            names = "--dynamic-metrics-config-path",
            paramLabel = "FILE",
            description = "YAML file with the flow metrics; it is read again when it changes")
    private @Nullable Path file;

    @Option(
            names = "--metrics-max-series",
            paramLabel = "N",
            description = "limit of series per flow metric; flows above the limit are counted in one overflow series"
                    + " (default: ${DEFAULT-VALUE})")
    private int maxSeries = MetricsConfig.DEFAULT_MAX_SERIES;

    @Option(
            names = "--metrics-self",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description = "show metrics of the daemon, its JVM and its process too (default: ${DEFAULT-VALUE})")
    private boolean self;

    MetricsConfig config() {
        return new MetricsConfig(
                metrics,
                Optional.ofNullable(file),
                maxSeries,
                Optional.ofNullable(address).filter(text -> !text.isEmpty()).map(MetricsConfig.Address::parse),
                TlsConfig.of("--metrics-server-tls", tlsCertificate, tlsKey, tlsClientCas),
                self);
    }
}
