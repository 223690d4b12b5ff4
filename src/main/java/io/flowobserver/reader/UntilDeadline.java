// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

/**
 * Tells when no further event can belong to a query with a newest time.
 *
 * @param untilNanos the newest time of the query, in nanoseconds since 1970-01-01 UTC
 * @param openedNanos when the query was asked, in the same unit
 */
record UntilDeadline(long untilNanos, long openedNanos) {
    /** The longest time between an event and its arrival in a ring. */
    private static final long ON_THE_WAY_NANOS = 1_000_000_000L;

    /**
     * Returns whether all further events must be too late. This is only true for a time that was in the future when the
     * query was asked. Replayed events have their own times, so the clock says nothing about them.
     */
    boolean isPast(long nowNanos) {
        return untilNanos > openedNanos && nowNanos - ON_THE_WAY_NANOS > untilNanos;
    }
}
