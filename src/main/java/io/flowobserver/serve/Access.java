// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.serve.tls.TlsFiles;
import java.util.List;
import java.util.Optional;

/**
 * Where clients come in, and how.
 *
 * @param urls where to listen
 * @param advertised the address that peers are told instead of one of these
 * @param tls what listeners on TCP speak TLS with; without it they are plaintext, as unix sockets always are
 */
public record Access(List<ListenUrl> urls, Optional<ListenUrl> advertised, Optional<TlsFiles> tls) {
    public Access {
        urls = List.copyOf(urls);
    }

    /** Listeners and nothing else. */
    public static Access to(List<ListenUrl> urls) {
        return new Access(urls, Optional.empty(), Optional.empty());
    }
}
