// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client.connect;

import org.jspecify.annotations.Nullable;

/** Says what is at the other end of an address where gRPC did not find what it needs, and which flag helps. */
public final class PeerText {
    private static final String FIND = "; leave out --server for the usual address, or take"
            + " one from the line \"listeners\" in the log of \"observer serve\"";

    /** What is at the other end of a TLS connection on which nobody speaks HTTP/2. */
    public static final String NO_HTTP2 = "it speaks TLS but not HTTP/2, so it is no gRPC server" + FIND;

    private PeerText() {}

    /**
     * Returns the rest of a sentence that begins with the server, or null if what is there explains no failure.
     *
     * @param encrypted whether the client spoke TLS
     */
    public static @Nullable String of(Peer peer, boolean encrypted) {
        return switch (peer.kind()) {
            case HTTP2 -> encrypted ? "it speaks gRPC without TLS; leave out --tls" : null;
            case TLS, TLS_REQUIRED ->
                encrypted ? null : "it speaks TLS; give --tls, and --tls-ca-cert-files for a CA of your own";
            case HTTP1_REQUIRED -> "it serves only HTTP/1.1 there, as for metrics, no gRPC" + FIND;
            case HTTP1 ->
                "it speaks HTTP/1, as for metrics or web pages, no gRPC" + (encrypted ? ", and no TLS" : "") + FIND;
            case OTHER_PROTOCOL ->
                "it speaks neither gRPC nor TLS, what it sends begins with \"" + peer.text() + "\"" + FIND;
            case CLOSES -> "it closes the connection without a word, so it is no gRPC server" + FIND;
            case SILENT -> "it accepts the connection and then says nothing, so it is no gRPC server" + FIND;
            case UNREACHABLE -> null;
        };
    }
}
