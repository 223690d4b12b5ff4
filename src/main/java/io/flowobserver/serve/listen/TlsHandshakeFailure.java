// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;

/** Explains to the operator why a TLS handshake failed, and what would help. */
final class TlsHandshakeFailure {
    private static final int MAX_CAUSES = 10;

    private TlsHandshakeFailure() {}

    /**
     * Returns the explanation, or nothing if the client only went away.
     *
     * @param caFlag the flag that names the CAs of clients
     */
    static Optional<String> explain(Throwable failure, String caFlag) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof CertificateExpiredException) {
                return Optional.of("its certificate has expired; give it a new one");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Optional.of("its certificate is not valid yet; set the clocks or give it another");
            }
            cause = cause.getCause();
        }
        return failure instanceof ClosedChannelException
                ? Optional.empty()
                : Optional.of(explain(String.valueOf(failure.getMessage()), caFlag));
    }

    /** The messages are those of the JDK's and Netty's TLS. */
    private static String explain(String message, String caFlag) {
        if (message.contains("Empty client certificate chain")) {
            return "it showed no certificate of a CA in " + caFlag + "; give it one";
        }
        if (message.contains("PKIX") || message.contains("certification path") || message.contains("have expired")) {
            return "no CA in " + caFlag + " vouches for its certificate; give it one of such a CA";
        }
        if (message.contains("fatal alert: ")
                && message.matches(".*(bad_certificate|certificate_unknown|unknown_ca).*")) {
            return "it does not trust this server's certificate; give it the CA that signed it";
        }
        if (message.contains("AEAD cipher fragment (2)")) {
            // Two bytes are an alert without encryption, which OpenSSL sends when it breaks off.
            return "it broke off, most likely because it does not trust this server's certificate; give it the CA that"
                    + " signed it";
        }
        if (message.contains("not accepted by server preferences")
                || message.contains("not enabled or supported in server context")
                || message.contains("protocol_version")) {
            return "it does not offer TLS 1.3; update it";
        }
        if (message.contains("timed out")) {
            return "it took too long";
        }
        return message.lines().findFirst().orElse("");
    }
}
