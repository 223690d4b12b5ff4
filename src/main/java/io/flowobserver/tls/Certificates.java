// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The certificates of one file, at least one. */
final class Certificates {
    private final List<X509Certificate> list;

    private Certificates(List<X509Certificate> list) {
        this.list = list;
    }

    /** @throws IOException with one line for the operator if the text has none or a damaged one */
    static Certificates read(Path file, byte[] text) throws IOException {
        return read(file.toString(), text);
    }

    /**
     * Reads certificates that need not be in a file of their own.
     *
     * @param name of the text, for messages
     * @throws IOException as {@link #read(Path, byte[])} does
     */
    static Certificates read(String name, byte[] text) throws IOException {
        List<X509Certificate> list = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem block : Pem.blocks(text)) {
                if (block.type().equals("CERTIFICATE")) {
                    list.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException e) {
            throw new IOException(name + ": a certificate in it is damaged; give certificates in PEM", e);
        }
        if (list.isEmpty()) {
            throw new IOException(name + ": there is no certificate in it; give certificates in PEM");
        }
        return new Certificates(list);
    }

    X509Certificate first() {
        return list.get(0);
    }

    X509Certificate[] all() {
        return list.toArray(X509Certificate[]::new);
    }

    Instant firstExpiry() {
        return list.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Those that have not expired by then. */
    static List<X509Certificate> validAt(List<X509Certificate> certificates, Instant time) {
        return certificates.stream()
                .filter(certificate -> !certificate.getNotAfter().toInstant().isBefore(time))
                .toList();
    }

    /** Whether what the key signs, the certificate proves. */
    static boolean belongs(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        PublicKey proof = certificate.getPublicKey();
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        boolean sameKind = key.getAlgorithm().equals("RSA")
                        == proof.getAlgorithm().equals("RSA")
                && key.getAlgorithm().equals("EC") == proof.getAlgorithm().equals("EC");
        if (!sameKind) {
            return false;
        }
        byte[] text = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(proof);
        signature.update(text);
        return signature.verify(signed);
    }
}
