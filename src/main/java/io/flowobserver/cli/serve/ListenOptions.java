// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ListenConfig;
import io.flowobserver.config.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for the listeners. */
final class ListenOptions {
    @Option(
            names = "--listen-client-urls",
            paramLabel = "URL",
            split = ",",
            description =
                    "where to serve: unix:///path or host:port; repeatable (default: " + ListenConfig.DEFAULT_URL + ")")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--advertise-address",
            paramLabel = "URL",
            description = "address of this node for Hubble Relay, unix:///path or host:port (default: the first TCP"
                    + " listener that other hosts can reach, with this node's address for 0.0.0.0; without one"
                    + " the unix socket)")
    private @Nullable String advertised;

    @Option(
            names = "--tls-cert-file",
            paramLabel = "FILE",
            description = "certificate chain of this server in PEM; TCP listeners then use TLS"
                    + " 1.3; all TLS files are watched (default: no TLS)")
    private @Nullable Path tlsCertificate;

    @Option(names = "--tls-key-file", paramLabel = "FILE", description = "the certificate's private key in PEM")
    private @Nullable Path tlsKey;

    @Option(
            names = "--tls-client-ca-files",
            paramLabel = "FILE",
            split = ",",
            description = "CAs of clients, in PEM; clients must present a certificate of one of them; repeatable"
                    + " (default: none, anyone can connect)")
    private List<Path> tlsClientCas = new ArrayList<>();

    @Option(names = "--http-on-tcp", description = "serve HTTP/1.1 on TCP listeners too, not on unix sockets only")
    private boolean httpOnTcp;

    @Option(
            names = "--http-allowed-hosts",
            paramLabel = "HOST",
            split = ",",
            description = "further hosts in URLs of / and /flows on TCP, besides localhost, this node's addresses and"
                    + " names, and the hosts of --listen-client-urls and --advertise-address: names, addresses,"
                    + " *.DOMAIN, or * for any; repeatable (default: none)")
    private List<String> httpAllowedHosts = new ArrayList<>();

    @Option(names = "--no-http", description = "serve gRPC only")
    private boolean noHttp;

    @Option(
            names = "--grpc-response-bundling",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "hand several responses of a stream to gRPC at once, which takes less CPU; clients get the same"
                            + " messages either way (default: ${DEFAULT-VALUE})")
    private boolean grpcResponseBundling;

    @Option(
            names = "--idle-stream-timeout",
            paramLabel = "TIME",
            description = "end a stream, of gRPC or HTTP, whose responses have waited for so long because the client"
                    + " takes none; 0 for never (default: 10m)")
    private @Nullable String idleStreamTimeout;

    /**
     * Returns the configuration of the listeners.
     *
     * @param usual the addresses to use if the user gave none
     */
    ListenConfig config(List<String> usual) {
        return new ListenConfig(
                urls.isEmpty() ? usual : urls,
                Optional.ofNullable(advertised).filter(text -> !text.isEmpty()),
                TlsConfig.of("--tls", tlsCertificate, tlsKey, tlsClientCas),
                new ListenConfig.Http(noHttp, httpOnTcp, httpAllowedHosts),
                grpcResponseBundling,
                idleStreamTimeout());
    }

    private Duration idleStreamTimeout() {
        return idleStreamTimeout == null
                ? ListenConfig.DEFAULT_IDLE_STREAM_TIMEOUT
                : TimeFlag.parse("--idle-stream-timeout", idleStreamTimeout, "10m, or 0 for no timeout");
    }
}
