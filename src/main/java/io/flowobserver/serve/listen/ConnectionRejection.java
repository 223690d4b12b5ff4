// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;

/**
 * Why a connection is turned away.
 *
 * @param answer last bytes for the client, in the protocol that it spoke
 * @param told for the operator, behind the client's name: what it did, and the remedy
 */
record ConnectionRejection(ConnectionOutcome kind, byte[] answer, String told) {
    static ConnectionRejection http1(ListenUrl url) {
        return new ConnectionRejection(
                ConnectionOutcome.HTTP1,
                ProtocolErrorReply.http1(
                        "This listener speaks gRPC only. Use a gRPC client such as the hubble or observer"
                                + " command."),
                "spoke HTTP/1 to " + url + ", which serves gRPC only: use the hubble or observer command there, or give"
                        + " --http-on-tcp here");
    }

    static ConnectionRejection http1WithoutTls(ListenUrl url) {
        return new ConnectionRejection(
                ConnectionOutcome.NO_TLS,
                ProtocolErrorReply.http1(
                        "This listener speaks TLS only. Use https, and trust the CA of its certificate."),
                "spoke HTTP/1 without TLS to " + url + ", which serves TLS only: use https there");
    }

    static ConnectionRejection http2WithoutTls(ListenUrl url) {
        return new ConnectionRejection(
                ConnectionOutcome.NO_TLS,
                ProtocolErrorReply.http2(
                        "This listener speaks TLS only. Switch TLS on, and trust the CA of its certificate."),
                "spoke gRPC without TLS to " + url + ", which serves TLS only: switch TLS on there, or listen without"
                        + " --tls-cert-file here");
    }

    static ConnectionRejection tlsToPlaintext(ListenUrl url) {
        return new ConnectionRejection(
                ConnectionOutcome.TLS,
                ProtocolErrorReply.tls(),
                "tried TLS at " + url + ", which serves plaintext: switch TLS off there, or give --tls-cert-file and"
                        + " --tls-key-file here");
    }

    static ConnectionRejection noCertificateYet(ListenUrl url, ServerTls tls) {
        return new ConnectionRejection(
                ConnectionOutcome.TLS_FAILED,
                ProtocolErrorReply.tls(),
                "found no TLS at " + url + " yet: put a certificate at "
                        + tls.certificates().get(0));
    }

    static ConnectionRejection tooMany(ListenUrl url) {
        return new ConnectionRejection(
                ConnectionOutcome.OVER_LIMIT,
                new byte[0],
                "found " + Limits.CONNECTIONS + " connections open at " + url + ", which takes no more: let clients"
                        + " share connections, or use another listener");
    }

    /** A handshake that failed, which the client was told by an alert. */
    static ConnectionRejection handshake(ListenUrl url, String reason) {
        return new ConnectionRejection(
                ConnectionOutcome.TLS_FAILED, new byte[0], "failed the TLS handshake with " + url + ": " + reason);
    }
}
