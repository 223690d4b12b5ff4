// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

/** Why the server closed a connection that its client had not ended. */
public enum CutReason {
    /** No complete request within the request timeout. */
    REQUEST_TIMEOUT("request_timeout"),
    /** No complete request within the shorter timeout that holds while over half of the connections are taken. */
    CROWDED("crowded"),
    /** A page that the client did not read within the request timeout. */
    RESPONSE_TIMEOUT("response_timeout"),
    /** All connections were taken, and it had waited longest without a request when another client came. */
    DISPLACED("displaced"),
    /** Its client has its share, and it had waited longest without a request when the same client came again. */
    OVER_SHARE("over_share"),
    /** Direct memory ran out while bytes of this connection were handled. */
    OUT_OF_MEMORY("out_of_memory");

    private final String label;

    CutReason(String label) {
        this.label = label;
    }

    /** The value of the metrics' label {@code reason}. */
    public String label() {
        return label;
    }
}
