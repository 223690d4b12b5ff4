// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.TlsFiles;
import java.util.List;
import java.util.Optional;

/**
 * Where clients come in, and how.
 *
 * @param urls where to listen
 * @param advertised the address that peers are told instead of one of these
 * @param tls what listeners on TCP speak TLS with; without it they are plaintext, as unix sockets always are
 */
public record BindOptions(List<ListenUrl> urls, Optional<ListenUrl> advertised, Optional<TlsFiles> tls, Http http) {
    /** Where HTTP/1.1 is served beside gRPC. */
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

    /** Listeners as they are by default. */
    public static BindOptions to(List<ListenUrl> urls) {
        return new BindOptions(urls, Optional.empty(), Optional.empty(), Http.ON_UNIX_SOCKETS);
    }
}
