// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader.registry;

/** Through what rows leave. It is a label of metrics. */
public enum ReaderKind {
    /** A gRPC call with a stream of responses. */
    GRPC("grpc"),
    /** An HTTP request for {@code /flows}. */
    HTTP("http");

    private final String label;

    ReaderKind(String label) {
        this.label = label;
    }

    /** Returns the name in metrics and in the status. */
    public String label() {
        return label;
    }
}
