// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

/** The limit by which a call, or a connection with all its calls, was refused or ended. */
public enum CallRejection {
    /** A new call, because the node has as many as it may have. */
    NODE_CALLS("node_calls"),
    /** A new call, because its client has as many as it may have. */
    CLIENT_CALLS("client_calls"),
    /** A new call, because its connection has as many as it may have. */
    CONNECTION_CALLS("connection_calls"),
    /** A call whose request would have held more memory than clients may hold. */
    REQUEST_MEMORY("request_memory"),
    /** A call whose request did not arrive in time. */
    REQUEST_TIMEOUT("request_timeout"),
    /** A call whose request is too large or cannot be read. */
    BAD_REQUEST("bad_request"),
    /** A call, or a connection, whose responses the client did not take. */
    IDLE_STREAM("idle_stream"),
    /** A connection that sent too many DATA frames without data, or faster than they could be used. */
    DATA_FRAMES("data_frames"),
    /** A connection that sent requests and did not read the responses. */
    UNREAD_RESPONSES("unread_responses");

    private final String label;

    CallRejection(String label) {
        this.label = label;
    }

    /** The value of the metrics' label {@code reason}. */
    public String label() {
        return label;
    }
}
