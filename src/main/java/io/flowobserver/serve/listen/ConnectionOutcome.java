// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

/** What became of a connection, decided by how it began. */
public enum ConnectionOutcome {
    /** Handed to gRPC. */
    GRPC("grpc"),
    /** An HTTP/1.x request, answered, or refused where HTTP is not served. */
    HTTP1("http1"),
    /** A TLS handshake on a plaintext listener, refused with an alert. */
    TLS("tls"),
    /** Plaintext on a TLS listener, refused in its own language. */
    NO_TLS("no_tls"),
    /** A TLS handshake that did not come to its end. */
    TLS_FAILED("tls_failed"),
    /** Closed because the first bytes are no protocol of ours. */
    GARBAGE("garbage"),
    /** Ended before it said enough, by the peer or by the handshake timeout. */
    SILENT("silent"),
    /** Closed at once because its listener has as many as it may. */
    OVER_LIMIT("over_limit");

    private final String label;

    ConnectionOutcome(String label) {
        this.label = label;
    }

    /** As it stands in metrics. */
    public String label() {
        return label;
    }
}
