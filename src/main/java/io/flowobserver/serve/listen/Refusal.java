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
record Refusal(ConnectionKind kind, byte[] answer, String told) {
    static Refusal http1(ListenUrl url) {
        return new Refusal(
                ConnectionKind.HTTP1,
                LastWords.http1("This listener speaks gRPC only. Use a gRPC client such as the hubble or observer"
                        + " command."),
                "spoke HTTP/1 to " + url + ", which serves gRPC only: use the hubble or observer command there, or give"
                        + " --http-on-tcp here");
    }

    static Refusal http1WithoutTls(ListenUrl url) {
        return new Refusal(
                ConnectionKind.NO_TLS,
                LastWords.http1("This listener speaks TLS only. Use https, and trust the CA of its certificate."),
                "spoke HTTP/1 without TLS to " + url + ", which serves TLS only: use https there");
    }

    static Refusal http2WithoutTls(ListenUrl url) {
        return new Refusal(
                ConnectionKind.NO_TLS,
                LastWords.http2("This listener speaks TLS only. Switch TLS on, and trust the CA of its certificate."),
                "spoke gRPC without TLS to " + url + ", which serves TLS only: switch TLS on there, or listen without"
                        + " --tls-cert-file here");
    }

    static Refusal tlsToPlaintext(ListenUrl url) {
        return new Refusal(
                ConnectionKind.TLS,
                LastWords.tls(),
                "tried TLS at " + url + ", which serves plaintext: switch TLS off there, or give --tls-cert-file and"
                        + " --tls-key-file here");
    }

    static Refusal noCertificateYet(ListenUrl url, ServerTls tls) {
        return new Refusal(
                ConnectionKind.TLS_FAILED,
                LastWords.tls(),
                "found no TLS at " + url + " yet: put a certificate at "
                        + tls.certificates().get(0));
    }

    static Refusal tooMany(ListenUrl url) {
        return new Refusal(
                ConnectionKind.OVER_LIMIT,
                new byte[0],
                "found " + Limits.CONNECTIONS + " connections open at " + url + ", which takes no more: let clients"
                        + " share connections, or use another listener");
    }

    /** A handshake that failed, which the client was told by an alert. */
    static Refusal handshake(ListenUrl url, String reason) {
        return new Refusal(
                ConnectionKind.TLS_FAILED, new byte[0], "failed the TLS handshake with " + url + ": " + reason);
    }
}
