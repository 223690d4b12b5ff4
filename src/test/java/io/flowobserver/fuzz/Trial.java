// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;

/**
 * Takes inputs down two roads of the same kind and looks at what must hold for any bytes: nothing is thrown, both say
 * the same although different bytes lie around the input and different ones were there before, and little is allocated.
 *
 * <p>A breach is an {@link AssertionError}. Both roads see all inputs in the same order, so what they may remember is
 * the same.
 */
final class Trial {
    /** What is compiled or loaded meanwhile allocates too, but not time after time. */
    private static final int REPEATS = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Road first;
    private final Road second;

    /**
     * @param first what it allocates is looked at
     */
    Trial(Road first, Road second) {
        this.first = first;
        this.second = second;
    }

    /** All but what is allocated. */
    void compare(byte[] input) {
        walk(input);
    }

    void run(byte[] input) {
        long excess = walk(input);
        for (int i = 0; excess > 0 && i < REPEATS; i++) {
            excess = Math.min(excess, walk(input));
        }
        if (excess > 0) {
            throw new AssertionError(input.length + " bytes made it allocate " + (first.allowedBytes() + excess)
                    + " bytes, allowed are " + first.allowedBytes());
        }
    }

    /** Takes the input down both roads; answers how many bytes more than allowed that took on the first. */
    private long walk(byte[] input) {
        long allocated = take(first, Placed.betweenZeros(input));
        take(second, Placed.atTheLimit(input));
        Object one = first.outcome();
        Object other = second.outcome();
        if (!one.equals(other)) {
            throw new AssertionError("by what lies around them or came before, the same bytes gave two answers: " + one
                    + " and " + other);
        }
        return allocated - first.allowedBytes();
    }

    private static long take(Road road, Placed input) {
        try {
            road.prepare(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        road.take();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
