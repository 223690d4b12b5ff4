// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

/**
 * How often a method was called so far, and what came of it.
 *
 * @param name of the method, in its service
 * @param received requests
 * @param sent answers
 * @param ended calls that ended, by the number of their status code
 */
public record GrpcMethod(Type type, String service, String name, long started, long received, long sent, long[] ended) {
    /** Who sends how much. */
    public enum Type {
        UNARY,
        CLIENT_STREAM,
        SERVER_STREAM,
        BIDI_STREAM
    }
}
