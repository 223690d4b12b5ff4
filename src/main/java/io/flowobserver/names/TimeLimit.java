// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.names;

/** How long a search may take. Looks at the clock only now and then. For one thread. */
final class TimeLimit {
    private static final int STEPS_PER_LOOK = 256;

    private final long endNanos;
    private int steps;
    private boolean over;

    TimeLimit(long nanos) {
        this.endNanos = System.nanoTime() + nanos;
    }

    /** Returns whether the time is over, which may be noticed some steps late. Called at each step of the search. */
    boolean isOver() {
        if (!over && steps++ % STEPS_PER_LOOK == 0) {
            over = System.nanoTime() - endNanos >= 0;
        }
        return over;
    }
}
