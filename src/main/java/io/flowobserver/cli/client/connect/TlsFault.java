// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why a TLS handshake failed, and which flag helps. */
public final class TlsFault {
    private static final Pattern ALERT = Pattern.compile("received fatal alert: (\\w+)");

    private TlsFault() {}

    /** Returns the reason and the remedy, or null if the failure has nothing to do with TLS. */
    public static @Nullable String of(@Nullable Throwable failure) {
        String general = null;
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof NotSslRecordException) {
                return "it does not speak TLS; leave out --tls";
            }
            if (e instanceof CertificateExpiredException) {
                return "its certificate has expired";
            }
            if (e instanceof CertPathBuilderException || e instanceof CertPathValidatorException) {
                return "no CA that is trusted here has signed its certificate; name the CA with --tls-ca-cert-files";
            }
            if (e instanceof CertificateException
                    && String.valueOf(e.getMessage()).startsWith("No ")) {
                return "its certificate has another name; give that with --tls-server-name";
            }
            if (e instanceof SSLException) {
                general = alert(String.valueOf(e.getMessage()));
            }
        }
        return general;
    }

    private static String alert(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("certificate_required") || text.contains("bad_certificate")) {
            return "it wants a certificate of this client; give --tls-client-cert-file and --tls-client-key-file";
        }
        if (text.contains("unknown_ca") || text.contains("certificate_unknown")) {
            return "it does not trust the certificate of this client";
        }
        if (text.contains("handshake_failure")) {
            return "it refuses the TLS handshake; perhaps it wants a certificate of this client"
                    + " (--tls-client-cert-file, --tls-client-key-file)";
        }
        if (text.contains("no_application_protocol")) {
            return PeerText.NO_HTTP2;
        }
        if (text.contains("unrecognized_name")) {
            return "it does not know the name that it was called by; give another with --tls-server-name";
        }
        Matcher alert = ALERT.matcher(text);
        return alert.find()
                ? "it refuses the TLS handshake: " + alert.group(1).replace('_', ' ')
                : "the TLS handshake failed: " + message;
    }
}
