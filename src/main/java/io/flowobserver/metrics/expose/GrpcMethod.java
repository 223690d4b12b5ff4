// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

/**
 * The counts of the calls of one gRPC method.
 *
 * @param name the name of the method, without its service
 * @param started calls that began
 * @param received request messages
 * @param sent response messages
 * @param ended calls that ended, indexed by the number of the status code
 */
public record GrpcMethod(Type type, String service, String name, long started, long received, long sent, long[] ended) {
    /** Whether the client and the server send one message or a stream. */
    public enum Type {
        UNARY,
        CLIENT_STREAM,
        SERVER_STREAM,
        BIDI_STREAM
    }
}
