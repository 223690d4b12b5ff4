// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The name that identifies the owner of a certificate. */
final class CertificateName {
    /** Types of a GeneralName (RFC 5280, section 4.2.1.6). */
    private static final int DNS = 2;

    private static final int URI = 6;

    private CertificateName() {}

    /**
     * The first URI of the subject's alternative names, else the first DNS name, else the subject (RFC 2253). Without any
     * of them it is the issuer and the serial number.
     */
    static String of(X509Certificate certificate) {
        String uri = alternative(certificate, URI);
        if (uri != null) {
            return "URI:" + uri;
        }
        String dns = alternative(certificate, DNS);
        if (dns != null) {
            return "DNS:" + dns;
        }
        String subject = certificate.getSubjectX500Principal().getName();
        return subject.isEmpty()
                ? "serial " + certificate.getSerialNumber() + " of "
                        + certificate.getIssuerX500Principal().getName()
                : subject;
    }

    private static @Nullable String alternative(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (Integer.valueOf(type).equals(name.get(0)) && name.get(1) instanceof String text) {
                        return text;
                    }
                }
            }
        } catch (CertificateParsingException malformed) {
            return null;
        }
        return null;
    }
}
