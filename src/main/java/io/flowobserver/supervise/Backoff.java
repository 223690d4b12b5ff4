// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

/**
 * The delay before the next attempt: one second after the first failure, doubled after each further failure in a row,
 * 30 seconds at most. Failures are in a row if the attempt between them worked for less time than the delay before it.
 * Not thread-safe.
 */
public final class Backoff {
    public static final long FIRST_NANOS = 1_000_000_000L;
    public static final long MAX_NANOS = 30 * FIRST_NANOS;

    private int failures;
    private long delayNanos;

    /**
     * Takes note of a failure.
     *
     * @param workedNanos how long the attempt had worked before it failed; 0 if it never did
     * @return the delay before the next attempt, in nanoseconds
     */
    public long failed(long workedNanos) {
        if (failures > 0 && workedNanos < delayNanos) {
            delayNanos = Math.min(2 * delayNanos, MAX_NANOS);
            failures++;
        } else {
            delayNanos = FIRST_NANOS;
            failures = 1;
        }
        return delayNanos;
    }

    /** Returns the number of failures in a row. */
    public int failures() {
        return failures;
    }
}
