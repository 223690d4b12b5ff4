// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The delay before the next attempt: doubled after each failure, and a third more or less by chance, so that clients that
 * lost a server together do not come back together. Not thread-safe.
 */
final class RetryDelay {
    private static final int MAX_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    RetryDelay(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** @param least what the server asks for */
    Duration failed(Duration least) {
        long delay = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        long millis = (long) (delay * (0.667 + 0.583 * random.nextDouble()));
        return Duration.ofMillis(Math.max(millis, least.toMillis()));
    }

    void worked() {
        failures = 0;
    }
}
