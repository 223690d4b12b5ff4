// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates what the JDK's own HTTP client encrypts its connections with. Nothing of it is written to a disk. */
public final class JdkClientTls {
    private static final char[] NO_PASSWORD = {};

    private JdkClientTls() {}

    /**
     * Text in PEM.
     *
     * @param name where it is from, for messages
     */
    public record Text(String name, byte[] pem) {
        /** Does not show what is in it, which may be a key. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** What a client shows of itself: a chain of certificates, and the key of the first. */
    public record Identity(Text certificates, Text key) {}

    /**
     * Makes a context.
     *
     * @param serverCas the CAs that may sign the server's certificate; null for those of the Java runtime
     * @param identity of the client; null if it shows none
     * @throws IOException with one line for the operator if a text cannot be used
     */
    public static SSLContext context(@Nullable Text serverCas, @Nullable Identity identity) throws IOException {
        return context(serverCas == null ? null : trustIn(serverCas), identity);
    }

    /**
     * Makes a context that accepts every certificate, whatever name it has.
     *
     * @throws IOException with one line for the operator if the identity cannot be used
     */
    public static SSLContext insecureContext(@Nullable Identity identity) throws IOException {
        // Netty's is an extended one; of any other the JDK would check the server's name.
        return context(InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), identity);
    }

    private static SSLContext context(TrustManager @Nullable [] trust, @Nullable Identity identity) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity == null ? new KeyManager[0] : managers(identity), trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trustIn(Text cas) throws IOException {
        Certificates certificates = Certificates.read(cas.name(), cas.pem());
        try {
            return CaTrust.managers(List.of(certificates.all()));
        } catch (GeneralSecurityException e) {
            throw new IOException(cas.name() + ": " + e.getMessage(), e);
        }
    }

    private static KeyManager[] managers(Identity identity) throws IOException {
        Text certificates = identity.certificates();
        Certificates chain = Certificates.read(certificates.name(), certificates.pem());
        try {
            PrivateKey key = PrivateKeys.of(Pem.blocks(identity.key().pem()));
            if (!Certificates.belongs(key, chain.first())) {
                throw new GeneralSecurityException("the key does not belong to the certificate in " + certificates);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, NO_PASSWORD, chain.all());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(identity.key().name() + ": " + e.getMessage(), e);
        }
    }
}
