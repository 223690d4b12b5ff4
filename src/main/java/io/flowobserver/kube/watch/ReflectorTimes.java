// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.http.Patience;
import java.time.Duration;

/**
 * When a reflector does what.
 *
 * @param startJitter the first request comes after a random part of it, so that the nodes of a cluster do not all ask at
 *     once
 * @param firstRetry delay after a failure, on average; doubled after each further one
 * @param longestRetry limit for that
 * @param watch how long a watch lasts at least; up to twice that
 * @param silence how long a server may be silent in a list, or after a watch should have ended
 */
public record ReflectorTimes(
        Duration startJitter, Duration firstRetry, Duration longestRetry, Duration watch, Duration silence) {
    /** Those for a cluster. */
    public static final ReflectorTimes DEFAULT = new ReflectorTimes(
            Duration.ofSeconds(2),
            Duration.ofMillis(1_200),
            Duration.ofSeconds(24),
            Duration.ofMinutes(4),
            Duration.ofSeconds(30));

    private static final Duration LONGEST_LIST = Duration.ofMinutes(5);

    Patience forList() {
        return new Patience(silence, LONGEST_LIST);
    }

    /** @param seconds how long the server was asked to watch */
    Patience forWatch(long seconds) {
        Duration whole = Duration.ofSeconds(seconds).plus(silence);
        return new Patience(whole, whole);
    }
}
