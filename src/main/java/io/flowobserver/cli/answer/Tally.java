// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import java.time.Duration;

/**
 * Counts the responses of a stream. Not thread-safe.
 *
 * @param <A> the response
 */
public interface Tally<A> {
    /** Counts one. */
    void count(A answer);

    /**
     * Returns what was counted.
     *
     * @param time how long the stream took
     */
    Summary summary(Duration time);
}
