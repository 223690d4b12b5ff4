// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate, its key, and the client CAs that were read together. Immutable. A connection keeps the material it
 * began with. A TLS session that began under one material cannot be resumed under another.
 */
public final class TlsMaterial {
    private static final int CACHED_SESSIONS = 1_000;

    private final SslContext context;
    private final @Nullable X509TrustManager clients;
    private final List<X509Certificate> cas;
    private final Map<Path, Instant> expiries;

    private TlsMaterial(
            SslContext context,
            @Nullable X509TrustManager clients,
            List<X509Certificate> cas,
            Map<Path, Instant> expiries) {
        this.context = context;
        this.clients = clients;
        this.cas = List.copyOf(cas);
        this.expiries = expiries;
    }

    /**
     * Makes it of what the files say.
     *
     * @param protocols what is spoken inside, the preferred first
     * @param now CAs that have expired by then are left out
     * @throws IOException with one line for the operator if they cannot be used
     */
    static TlsMaterial of(TlsFiles files, TlsFiles.Content content, List<String> protocols, Instant now)
            throws IOException {
        Certificates server = Certificates.read(files.certificate(), content.certificate());
        Map<Path, Instant> expiries = new LinkedHashMap<>();
        expiries.put(files.certificate(), server.firstExpiry());
        List<X509Certificate> cas = new ArrayList<>();
        for (int i = 0; i < files.clientCas().size(); i++) {
            Path file = files.clientCas().get(i);
            Certificates some = Certificates.read(file, content.clientCas().get(i));
            expiries.merge(file, some.firstExpiry(), (a, b) -> a.isBefore(b) ? a : b);
            cas.addAll(Certificates.validAt(List.of(some.all()), now));
        }
        checkKey(files, content.key(), server.first());
        try {
            X509TrustManager clients = files.clientCas().isEmpty() ? null : ClientTrust.in(cas);
            return new TlsMaterial(
                    context(content.key(), server, clients, protocols), clients, cas, Map.copyOf(expiries));
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(files.certificate() + ": cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    /** For handshakes from now on. */
    public SslContext context() {
        return context;
    }

    /** Whether a client with this chain, its own certificate first, would be let in; any is if none is asked for. */
    public boolean trusts(X509Certificate[] chain) {
        if (clients == null) {
            return true;
        }
        try {
            if (chain.length == 0) {
                return false;
            }
            clients.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            return false;
        }
    }

    /** When the first certificate of each file expires. */
    Map<Path, Instant> expiries() {
        return expiries;
    }

    /** Whether a CA that is trusted has expired by now. */
    boolean hasLostACa(Instant now) {
        return Certificates.validAt(cas, now).size() < cas.size();
    }

    private static void checkKey(TlsFiles files, PrivateKey key, X509Certificate certificate) throws IOException {
        try {
            if (!Certificates.belongs(key, certificate)) {
                throw new GeneralSecurityException("the key does not belong to the certificate in "
                        + files.certificate() + "; give the two that were made together");
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(files.key() + ": " + e.getMessage(), e);
        }
    }

    private static SslContext context(
            PrivateKey key, Certificates server, @Nullable X509TrustManager clients, List<String> protocols)
            throws IOException {
        SslContextBuilder builder = SslContextBuilder.forServer(key, server.all())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .sessionCacheSize(CACHED_SESSIONS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocols));
        if (clients != null) {
            builder.trustManager(clients).clientAuth(ClientAuth.REQUIRE);
        }
        return builder.build();
    }
}
