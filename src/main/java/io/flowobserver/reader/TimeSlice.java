// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

/**
 * The time slice of a cursor on its thread: a number of flows, or fewer if an expensive filter makes them take long. All
 * cursors of a thread share one instance.
 */
final class TimeSlice {
    private static final int FLOWS = 1_000;
    private static final long MAX_NANOS = 5_000_000L;
    /** The number of flows between two readings of the clock, if each flow is cheap. A power of two. */
    private static final int CLOCK_INTERVAL = 32;

    private int left;
    private int clockMask;
    private long startNanos;

    /**
     * Begins a time slice.
     *
     * @param heavy whether a flow can take long
     */
    void begin(boolean heavy) {
        left = FLOWS;
        clockMask = heavy ? 0 : CLOCK_INTERVAL - 1;
        startNanos = System.nanoTime();
    }

    /** Takes the share of one flow. Returns false if the time slice is used up. */
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
