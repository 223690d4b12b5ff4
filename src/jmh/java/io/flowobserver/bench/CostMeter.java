// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What a piece of work cost the thread that did it, in rounds; their medians are the answer. */
final class CostMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final double[] perSecond;
    private final double[] perCpuSecond;
    private double allocated;
    private int rounds;

    CostMeter(int rounds) {
        perSecond = new double[rounds];
        perCpuSecond = new double[rounds];
    }

    /** Runs something that handles {@code events} events again and again for a while, and notes how it went. */
    void round(Runnable work, int events, long millis) {
        long count = 0;
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long elapsed;
        do {
            work.run();
            count += events;
            elapsed = System.nanoTime() - start;
        } while (elapsed < millis * 1_000_000);
        perCpuSecond[rounds] = count * 1e9 / (THREADS.getCurrentThreadCpuTime() - cpu);
        perSecond[rounds++] = count * 1e9 / elapsed;
        allocated = (double) (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore) / count;
    }

    /** Events a second of wall time: what other threads and programs took of the CPU counts against it. */
    double perSecond() {
        return median(perSecond);
    }

    /** Events a second of this thread's CPU time. */
    double perCpuSecond() {
        return median(perCpuSecond);
    }

    /** As {@link #perCpuSecond} in the best round, which the rest of the machine disturbed least. */
    double bestPerCpuSecond() {
        return Arrays.stream(perCpuSecond).max().orElseThrow();
    }

    /** Bytes that this thread allocated for each event in the last round. */
    double allocated() {
        return allocated;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
