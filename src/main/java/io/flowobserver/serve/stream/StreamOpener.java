// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

/**
 * Prepares the requests of one method for streaming.
 *
 * @param <Q> the request message
 */
public interface StreamOpener<Q> {
    /** Whether {@link #prepare} may take longer than a few microseconds, because a filter must be compiled. */
    default boolean isHeavy(Q request) {
        return false;
    }

    /** Validates a request and compiles its filters. Any thread. */
    PreparedStream prepare(Q request) throws FlowQuery.InvalidRequest;
}
