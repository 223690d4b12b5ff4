// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client.connect;

/**
 * What is at the other end of an address, judged by its first bytes.
 *
 * @param text what it says: the reason of an HTTP/2 server that sends clients away, or the first bytes of an unknown
 *     protocol as text; else empty
 */
public record Peer(Kind kind, String text) {
    /** What it speaks. */
    public enum Kind {
        /** HTTP/2 without TLS, as a gRPC server does. */
        HTTP2,
        /** HTTP/2 without TLS, to say that only TLS is served. */
        TLS_REQUIRED,
        /** HTTP/2 without TLS, to say that only HTTP/1.1 is served. */
        HTTP1_REQUIRED,
        HTTP1,
        TLS,
        OTHER_PROTOCOL,
        /** It closes a connection without a word. */
        CLOSES,
        /** It says nothing. */
        SILENT,
        /** Nobody is there, or it cannot be reached. */
        UNREACHABLE
    }

    Peer(Kind kind) {
        this(kind, "");
    }
}
