// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import java.time.Duration;

/** When the server last said something, and what went wrong since. One thread writes, any thread reads. */
final class Contact {
    private volatile long last = System.nanoTime();
    private volatile boolean synced;
    private volatile boolean watching;
    private volatile long failures;
    private volatile String problem = "";

    void heard() {
        last = System.nanoTime();
    }

    void synced() {
        synced = true;
        problem = "";
    }

    void watching() {
        watching = true;
        problem = "";
        heard();
    }

    /** The watch has ended as it should. */
    void ended() {
        watching = false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes the field
    void failed(String why) {
        watching = false;
        failures++;
        problem = why;
    }

    /** The last problem; empty if it is over. */
    String problem() {
        return problem;
    }

    ReflectorStatus status(ResourceStore<?> store) {
        return new ReflectorStatus(
                synced,
                watching,
                Duration.ofNanos(System.nanoTime() - last),
                store.size(),
                store.wrong(),
                failures,
                problem.isEmpty() ? store.wrongLast() : problem);
    }
}
