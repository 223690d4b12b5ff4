// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Converts the kernel's monotonic time to wall-clock time. The results never decrease: if the wall clock is set back,
 * they stay constant until it has caught up. Only the polling thread uses it.
 */
public final class WallClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final LongSupplier monotonic;
    private final LongSupplier timeOfDay;
    private long offset;
    private long latest = Long.MIN_VALUE;

    public WallClock(LongSupplier monotonic, LongSupplier timeOfDay) {
        this.monotonic = monotonic;
        this.timeOfDay = timeOfDay;
    }

    /**
     * Returns a clock that uses the clocks of this machine. On Linux, {@link System#nanoTime} is CLOCK_MONOTONIC
     * without an offset.
     */
    public static WallClock system() {
        return new WallClock(System::nanoTime, WallClock::epochNanos);
    }

    /**
     * Computes the difference between the two clocks again, because they drift apart. Call this once before each batch.
     */
    public void synchronize() {
        long before = monotonic.getAsLong();
        long wall = timeOfDay.getAsLong();
        long after = monotonic.getAsLong();
        offset = wall - (before + (after - before) / 2);
    }

    /**
     * Returns the wall-clock time in nanoseconds since 1970-01-01 UTC. The result is never less than an earlier result.
     */
    public long wallNanos(long monotonicNanos) {
        latest = Math.max(latest, monotonicNanos + offset);
        return latest;
    }

    /** Returns the current wall-clock time in nanoseconds since 1970-01-01 UTC. */
    public long nowNanos() {
        return timeOfDay.getAsLong();
    }

    private static long epochNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
