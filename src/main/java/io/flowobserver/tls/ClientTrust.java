// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Creates the trust manager that accepts or refuses the certificates of clients. */
final class ClientTrust {
    private ClientTrust() {}

    /** Trust in those whom one of the CAs vouches for; in nobody if there is none. */
    static X509TrustManager in(List<X509Certificate> cas) throws GeneralSecurityException, IOException {
        if (cas.isEmpty()) {
            return new Nobody();
        }
        for (TrustManager manager : CaTrust.managers(cas)) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("this JVM has no trust manager for X.509");
    }

    /** For the case that all CAs have expired. */
    private static final class Nobody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("every client CA has expired");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("servers are not dialled");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
