// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What a part of the process costs, told apart from the clients that share its CPUs by the names of its threads. */
final class ThreadsCpu {
    static final String SERVER = "observer-serve";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadsCpu() {}

    /** CPU time so far of all live threads whose names begin so, in nanoseconds. */
    static long nanos(String prefix) {
        long sum = 0;
        for (var thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(prefix)) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }
}
