// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

/**
 * Prepares the requests of one method for streaming.
 *
 * @param <Q> the request message
 */
public interface StreamOpener<Q> {
    /** Returns whether {@link #prepare} can take longer than a few microseconds, because it must compile a filter. */
    default boolean isHeavy(Q request) {
        return false;
    }

    /** Returns an upper bound of the memory that the stream takes for the filters of the request, in bytes. */
    default long filterBytes(Q request) {
        return 0;
    }

    /**
     * Validates a request and compiles its filters. Thread-safe.
     *
     * @throws InvalidRequest with the status that ends the call
     */
    PreparedStream prepare(Q request) throws InvalidRequest;
}
