// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Tells the time of day of what the kernel dated by its monotonic clock. Times come out in the order they went in:
 * where the time of day is set back, they stand still until it has caught up. Belongs to the polling thread.
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

    /** The clocks of this machine. On Linux {@link System#nanoTime} is CLOCK_MONOTONIC itself, with no offset. */
    public static WallClock system() {
        return new WallClock(System::nanoTime, WallClock::epochNanos);
    }

    /** Looks at both clocks, which drift apart. Once before each batch is often enough. */
    public void synchronize() {
        long before = monotonic.getAsLong();
        long wall = timeOfDay.getAsLong();
        long after = monotonic.getAsLong();
        offset = wall - (before + (after - before) / 2);
    }

    /** Nanoseconds since the epoch, never less than an answer before. */
    public long wallNanos(long monotonicNanos) {
        latest = Math.max(latest, monotonicNanos + offset);
        return latest;
    }

    /** The present, nanoseconds since the epoch. */
    public long nowNanos() {
        return timeOfDay.getAsLong();
    }

    private static long epochNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
