// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

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
    /** Which listeners serve HTTP/1.1 beside gRPC. */
    public enum Http {
        NOWHERE,
        ON_UNIX_SOCKETS,
        EVERYWHERE
    }

    public BindOptions {
        urls = List.copyOf(urls);
    }

    public boolean servesHttpOn(ListenUrl url) {
        return http == Http.EVERYWHERE || (http == Http.ON_UNIX_SOCKETS && url instanceof ListenUrl.Unix);
    }

    /** The default: plaintext, HTTP on unix sockets only. */
    public static BindOptions to(List<ListenUrl> urls) {
        return new BindOptions(urls, Optional.empty(), Optional.empty(), Http.ON_UNIX_SOCKETS);
    }
}
