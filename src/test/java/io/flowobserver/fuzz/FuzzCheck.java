// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/**
 * Takes inputs down two roads of the same kind and looks at what must hold for any bytes: nothing is thrown, both say
 * the same although different bytes lie around the input and different ones were there before, and little is allocated.
 *
 * <p>A breach is an {@link AssertionError}. Both roads see all inputs in the same order, so what they may remember is
 * the same.
 *
 * <p>What is allocated is counted by the JVM for the thread, to the byte. Classes that are loaded on the way and code
 * that is linked count too, tens of KiB, but only once; so an input is in breach if it is each time that it is tried
 * again. A road that may allocate something is tried anew, since one that has seen the input before may have kept what
 * it made of it. A road that may allocate nothing is the same each time, since what it keeps it has to make once.
 */
final class FuzzCheck {
    private static final int REPEATS = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Callable<FuzzRun> firsts;
    private final Callable<FuzzRun> seconds;
    private final FuzzRun first;
    private final FuzzRun second;

    /**
     * @param firsts make roads, all the same; what is allocated on them is looked at
     * @param seconds make others
     */
    FuzzCheck(Callable<FuzzRun> firsts, Callable<FuzzRun> seconds) throws Exception {
        this.firsts = firsts;
        this.seconds = seconds;
        this.first = firsts.call();
        this.second = seconds.call();
    }

    /** All but what is allocated. */
    void compare(byte[] input) {
        walk(input);
    }

    void run(byte[] input) throws Exception {
        long excess = walk(input);
        long allowed = first.allowedBytes();
        for (int i = 0; excess > 0 && i < REPEATS; i++) {
            FuzzCheck again = allowed == 0 ? this : new FuzzCheck(firsts, seconds);
            excess = Math.min(excess, again.walk(input));
        }
        if (excess > 0) {
            throw new AssertionError(
                    input.length + " bytes made it allocate " + (allowed + excess) + " bytes, allowed are " + allowed);
        }
    }

    /** Takes the input down both roads; answers how many bytes more than allowed that took on the first. */
    private long walk(byte[] input) {
        long allocated = take(first, EmbeddedInput.betweenZeros(input));
        take(second, EmbeddedInput.atTheLimit(input));
        Object one = first.outcome();
        Object other = second.outcome();
        if (!one.equals(other)) {
            throw new AssertionError("by what lies around them or came before, the same bytes gave two answers: " + one
                    + " and " + other);
        }
        return allocated - first.allowedBytes();
    }

    private static long take(FuzzRun road, EmbeddedInput input) {
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
