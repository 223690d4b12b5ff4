// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

/** What became of a connection. Its first bytes decide. */
public enum ConnectionOutcome {
    /** Served by gRPC, or rejected where gRPC is not served. */
    GRPC("grpc"),
    /** Served by HTTP/1.x, or rejected where HTTP is not served. */
    HTTP1("http1"),
    /** A TLS handshake on a plaintext listener, rejected with an alert. */
    TLS("tls"),
    /** Plaintext on a TLS listener, rejected in the client's own protocol. */
    NO_TLS("no_tls"),
    /** A TLS handshake that was not completed. */
    TLS_FAILED("tls_failed"),
    /** Closed because the first bytes belong to no protocol that a listener knows. */
    GARBAGE("garbage"),
    /** Closed by the client, or cut, before the protocol was known. */
    SILENT("silent"),
    /** Closed at once because the listener has as many connections as it may have, and all are being served. */
    OVER_LIMIT("over_limit"),
    /** Closed at once because its address has as many connections as it may have, and all are being served. */
    OVER_SHARE("over_share");

    private final String label;

    ConnectionOutcome(String label) {
        this.label = label;
    }

    /** The value of the metrics' label {@code protocol}. */
    public String label() {
        return label;
    }
}
