// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.ListenConfig;
import io.flowobserver.config.TlsConfig;
import io.flowobserver.serve.BindOptions;
import io.flowobserver.serve.http.HostPattern;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.tls.TlsFiles;
import java.util.ArrayList;
import java.util.List;

/** Converts the configuration of the listeners into the options of the server. */
final class ListenerSetup {
    private static final String ADVERTISE = "--advertise-address";

    private ListenerSetup() {}

    /**
     * Returns the options of the server.
     *
     * @throws ConfigException if an address or a host is invalid
     */
    static BindOptions access(ListenConfig config) {
        List<ListenUrl> urls = new ArrayList<>();
        for (String url : config.urls()) {
            urls.add(parse("--listen-client-urls", url));
        }
        return new BindOptions(
                urls,
                config.advertised().map(ListenerSetup::advertised),
                config.tls().map(ListenerSetup::files),
                http(config.http()));
    }

    static TlsFiles files(TlsConfig tls) {
        return new TlsFiles(tls.certificate(), tls.key(), tls.clientCas());
    }

    private static BindOptions.Http http(ListenConfig.Http http) {
        List<HostPattern> hosts = new ArrayList<>();
        for (String host : http.allowedHosts()) {
            try {
                hosts.add(HostPattern.parse(host));
            } catch (IllegalArgumentException e) {
                throw new ConfigException("--http-allowed-hosts: " + e.getMessage());
            }
        }
        return new BindOptions.Http(!http.off(), http.onTcp(), hosts);
    }

    private static ListenUrl advertised(String text) {
        ListenUrl url = parse(ADVERTISE, text);
        if (url instanceof ListenUrl.Tcp tcp && (tcp.host().isEmpty() || tcp.port() == 0)) {
            throw new ConfigException(
                    ADVERTISE + ": \"" + text + "\" cannot be dialed; give host:port, [ipv6]:port or unix:///path");
        }
        return url;
    }

    private static ListenUrl parse(String flag, String text) {
        try {
            return ListenUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(flag + ": " + e.getMessage());
        }
    }
}
