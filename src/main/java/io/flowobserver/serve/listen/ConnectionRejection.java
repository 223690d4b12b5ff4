// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;

/**
 * Why a connection is rejected.
 *
 * @param reply last bytes for the client, in the protocol that it speaks
 * @param logged the rest of the log line that begins with the client's name: what the client did, and the remedy
 */
record ConnectionRejection(ConnectionOutcome outcome, byte[] reply, String logged) {
    private static final byte[] NO_REPLY = {};

    static ConnectionRejection http1NotServed(ListenerContext context) {
        return new ConnectionRejection(
                ConnectionOutcome.HTTP1,
                ProtocolErrorReply.http1(
                        "This listener speaks gRPC only. Use a gRPC client such as the hubble or observer"
                                + " command."),
                "spoke HTTP/1 to " + context.url() + ", which serves gRPC only: use the hubble or observer command"
                        + " there, or give --http-on-tcp here");
    }

    static ConnectionRejection grpcNotServed(ListenerContext context) {
        return new ConnectionRejection(
                ConnectionOutcome.GRPC,
                ProtocolErrorReply.http1Required(
                        "This listener speaks HTTP/1.1 only. Use an address of --listen-client-urls for gRPC."),
                "spoke gRPC to " + context.url() + ", which serves HTTP/1.1 only: use an address of"
                        + " --listen-client-urls there");
    }

    static ConnectionRejection http1WithoutTls(ListenerContext context) {
        return new ConnectionRejection(
                ConnectionOutcome.NO_TLS,
                ProtocolErrorReply.http1(
                        "This listener speaks TLS only. Use https, and trust the CA of its certificate."),
                "spoke HTTP/1 without TLS to " + context.url() + ", which serves TLS only: use https there");
    }

    static ConnectionRejection grpcWithoutTls(ListenerContext context) {
        return new ConnectionRejection(
                ConnectionOutcome.NO_TLS,
                ProtocolErrorReply.tlsRequired(
                        "This listener speaks TLS only. Switch TLS on, and trust the CA of its certificate."),
                "spoke gRPC without TLS to " + context.url() + ", which serves TLS only: switch TLS on there, or listen"
                        + " without --tls-cert-file here");
    }

    static ConnectionRejection tlsToPlaintext(ListenerContext context) {
        return new ConnectionRejection(
                ConnectionOutcome.TLS,
                ProtocolErrorReply.tls(),
                "tried TLS at " + context.url() + ", which serves plaintext: switch TLS off there, or give "
                        + context.tlsFlag("cert-file") + " and " + context.tlsFlag("key-file") + " here");
    }

    static ConnectionRejection noCertificateYet(ListenerContext context, ServerTls tls) {
        return new ConnectionRejection(
                ConnectionOutcome.TLS_FAILED,
                ProtocolErrorReply.tls(),
                "found no TLS at " + context.url() + " yet: put a certificate at "
                        + tls.certificates().get(0));
    }

    static ConnectionRejection overLimit(ListenerContext context) {
        return new ConnectionRejection(
                ConnectionOutcome.OVER_LIMIT,
                NO_REPLY,
                "found all connections taken at " + context.url() + ", which has "
                        + context.limits().connections()
                        + ", " + context.limits().connectionsOfOtherMachines()
                        + " of them for other machines: let clients share"
                        + " connections, or use another listener");
    }

    static ConnectionRejection overShare(ListenerContext context) {
        return new ConnectionRejection(
                ConnectionOutcome.OVER_SHARE,
                NO_REPLY,
                "has " + context.limits().connectionsOfAnAddress() + " connections to " + context.url()
                        + ", and one address may have no more: let clients share connections");
    }

    /** A handshake that failed. TLS itself has told the client by an alert. */
    static ConnectionRejection handshakeFailed(ListenerContext context, String reason) {
        return new ConnectionRejection(
                ConnectionOutcome.TLS_FAILED,
                NO_REPLY,
                "failed the TLS handshake with " + context.url() + ": " + reason);
    }
}
