// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.serve.http.HostPattern;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.tls.TlsFiles;
import java.util.List;
import java.util.Optional;

/**
 * The addresses on which a server listens, and what it speaks there.
 *
 * @param urls where to listen
 * @param advertised the address that peers are told instead of one of these
 * @param tls the files for TLS on TCP; without them TCP is plaintext, as unix sockets always are
 */
public record BindOptions(List<ListenUrl> urls, Optional<ListenUrl> advertised, Optional<TlsFiles> tls, Http http) {
    /**
     * Which listeners serve HTTP/1.1 beside gRPC.
     *
     * @param allowedHosts the hosts for which requests on TCP are served, besides those of this machine
     */
    public record Http(boolean onUnixSockets, boolean onTcp, List<HostPattern> allowedHosts) {
        public static final Http NOWHERE = new Http(false, false, List.of());
        public static final Http ON_UNIX_SOCKETS = new Http(true, false, List.of());
        public static final Http EVERYWHERE = new Http(true, true, List.of());

        public Http {
            allowedHosts = List.copyOf(allowedHosts);
        }
    }

    public BindOptions {
        urls = List.copyOf(urls);
    }

    public boolean servesHttpOn(ListenUrl url) {
        return url instanceof ListenUrl.Unix ? http.onUnixSockets() : http.onTcp();
    }

    /** The default: plaintext, HTTP on unix sockets only. */
    public static BindOptions to(List<ListenUrl> urls) {
        return new BindOptions(urls, Optional.empty(), Optional.empty(), Http.ON_UNIX_SOCKETS);
    }
}
