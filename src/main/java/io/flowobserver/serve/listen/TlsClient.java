// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TlsMaterial;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The client of a TLS connection. The CAs that were valid at the handshake let it in. When the CAs change, its
 * certificate is checked again, so that a client cannot keep its access by keeping its connection. Used by the
 * connection's event loop only.
 */
public final class TlsClient {
    private static final AttributeKey<TlsClient> ATTRIBUTE = AttributeKey.valueOf(TlsClient.class, "client");

    private final ServerTls tls;
    private final SslHandler handler;
    private TlsMaterial checkedBy;
    private boolean trusted = true;

    TlsClient(ServerTls tls, TlsMaterial material, SslHandler handler) {
        this.tls = tls;
        this.checkedBy = material;
        this.handler = handler;
    }

    /** The client of a connection whose handshake is over; null on a plaintext connection. */
    public static @Nullable TlsClient of(Channel channel) {
        return channel.attr(ATTRIBUTE).get();
    }

    void attachTo(Channel channel) {
        channel.attr(ATTRIBUTE).set(this);
    }

    /** The protocol that both sides agreed on in the handshake (ALPN); null if they did not. */
    @Nullable
    String protocol() {
        return handler.applicationProtocol();
    }

    /** Valid after the handshake. */
    SSLSession session() {
        return handler.engine().getSession();
    }

    /** Returns whether the client may begin a new call or request. */
    public boolean isTrusted() {
        TlsMaterial current = tls.current();
        if (current != null && current != checkedBy) {
            checkedBy = current;
            trusted = current.trusts(chain());
        }
        return trusted;
    }

    /** The client's own certificate, which was verified in the handshake; null if it has shown none. */
    @Nullable
    X509Certificate certificate() {
        X509Certificate[] chain = chain();
        return chain.length == 0 ? null : chain[0];
    }

    private X509Certificate[] chain() {
        try {
            return Arrays.stream(session().getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException noCertificate) {
            return new X509Certificate[0];
        }
    }
}
