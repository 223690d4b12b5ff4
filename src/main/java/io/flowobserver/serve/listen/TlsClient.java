// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TlsMaterial;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a TLS connection. It was let in by the CAs of its time; after a change it is judged once by the new
 * ones, so that a connection is no way around the removal of a CA. Used by the connection's event loop only.
 */
public final class TlsClient {
    private final ServerTls tls;
    private final SslHandler handler;
    private TlsMaterial judgedBy;
    private boolean trusted = true;

    TlsClient(ServerTls tls, TlsMaterial material, SslHandler handler) {
        this.tls = tls;
        this.judgedBy = material;
        this.handler = handler;
    }

    /** The protocol that was agreed on in the handshake; null if there was no agreement. */
    @Nullable
    String protocol() {
        return handler.applicationProtocol();
    }

    /** Valid after the handshake. */
    SSLSession session() {
        return handler.engine().getSession();
    }

    /** Whether it may begin something new. */
    public boolean isTrusted() {
        TlsMaterial current = tls.current();
        if (current != null && current != judgedBy) {
            judgedBy = current;
            trusted = current.trusts(chain());
        }
        return trusted;
    }

    private X509Certificate[] chain() {
        try {
            return Arrays.stream(session().getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException noneShown) {
            return new X509Certificate[0];
        }
    }
}
