// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates what a client of gRPC encrypts its connection with. The files are read once. */
public final class ClientTls {
    private ClientTls() {}

    /**
     * The paths of a client's TLS files, in PEM.
     *
     * @param serverCas the CAs that may sign the server's certificate; if there are none, those of the Java runtime
     * @param certificate the certificate chain of the client; null if it shows none
     * @param key its key; null if it shows no certificate
     */
    public record Files(List<Path> serverCas, @Nullable Path certificate, @Nullable Path key) {
        public Files {
            serverCas = List.copyOf(serverCas);
        }
    }

    /**
     * Reads the files.
     *
     * @param insecure whether to accept any certificate
     * @throws java.nio.file.NoSuchFileException if a file is not there
     * @throws IOException with one line for the user if a file cannot be used
     */
    public static SslContext context(Files files, boolean insecure) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"));
        if (insecure) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (!files.serverCas().isEmpty()) {
            builder.trustManager(cas(files.serverCas()));
        }
        if (files.certificate() != null && files.key() != null) {
            addIdentity(builder, files.certificate(), files.key());
        }
        return builder.build();
    }

    private static X509Certificate[] cas(List<Path> files) throws IOException {
        List<X509Certificate> cas = new ArrayList<>();
        for (Path file : files) {
            cas.addAll(List.of(Certificates.read(file, Pem.bytes(file)).all()));
        }
        return cas.toArray(X509Certificate[]::new);
    }

    private static void addIdentity(SslContextBuilder builder, Path certificate, Path key) throws IOException {
        Certificates chain = Certificates.read(certificate, Pem.bytes(certificate));
        PrivateKey secret = PrivateKeys.read(key);
        try {
            if (!Certificates.belongs(secret, chain.first())) {
                throw new IOException(key + ": the key does not belong to the certificate in " + certificate);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(key + ": " + e.getMessage(), e);
        }
        builder.keyManager(secret, chain.all());
    }
}
