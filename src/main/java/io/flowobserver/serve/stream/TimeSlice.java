// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

/**
 * How much a stream may do before others get their turn on the event loop: a number of flows, and less if the filter is
 * so costly that they take long. One per event loop.
 */
final class TimeSlice {
    private static final int FLOWS = 1_000;
    private static final long MAX_NANOS = 5_000_000L;
    /** The clock is read once in so many flows unless each may take long; a power of two. */
    private static final int CLOCK_INTERVAL = 32;

    private int left;
    private int clockMask;
    private long startNanos;

    /** @param heavy whether a flow may take long */
    void begin(boolean heavy) {
        left = FLOWS;
        clockMask = heavy ? 0 : CLOCK_INTERVAL - 1;
        startNanos = System.nanoTime();
    }

    /** Takes one flow's worth; false if nothing is left. */
    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        if ((left & clockMask) == 0 && System.nanoTime() - startNanos > MAX_NANOS) {
            left = 0;
        }
        return true;
    }
}
