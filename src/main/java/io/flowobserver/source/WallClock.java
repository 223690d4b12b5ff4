// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts the kernel's monotonic time to wall-clock time. If the wall clock is set back, the results stay constant for
 * a second at most, and then follow it with one line in the log. Otherwise they never decrease. Only the polling thread
 * uses it.
 */
public final class WallClock {
    private static final Logger log = LoggerFactory.getLogger(WallClock.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** How long the results stay constant. A clock that is set back by less catches up in that time. */
    private static final long MAX_STANDSTILL_NANOS = NANOS_PER_SECOND;

    private final LongSupplier monotonic;
    private final LongSupplier timeOfDay;
    private long offset;
    /** The latest result, and the monotonic time that it belongs to. */
    private long latest = Long.MIN_VALUE;

    private long latestMonotonic;

    public WallClock(LongSupplier monotonic, LongSupplier timeOfDay) {
        this.monotonic = monotonic;
        this.timeOfDay = timeOfDay;
    }

    /**
     * Returns a clock that uses the clocks of this machine. On Linux, {@link System#nanoTime} is CLOCK_MONOTONIC as this
     * process's time namespace shows it. The kernel's own time has no offset.
     */
    public static WallClock system() {
        long offsetNanos = TimeNamespace.monotonicOffsetNanos();
        return new WallClock(() -> System.nanoTime() - offsetNanos, WallClock::epochNanos);
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
     * Returns the wall-clock time in nanoseconds since 1970-01-01 UTC. It is less than an earlier result only if the
     * wall clock was set back.
     */
    public long wallNanos(long monotonicNanos) {
        long wall = monotonicNanos + offset;
        if (wall < latest) {
            if (monotonicNanos - latestMonotonic < MAX_STANDSTILL_NANOS) {
                return latest;
            }
            log.warn(
                    "the wall clock was set back: times of events go back from {} to {}",
                    instant(latest),
                    instant(wall));
        }
        latest = wall;
        latestMonotonic = monotonicNanos;
        return wall;
    }

    /** Returns the current wall-clock time in nanoseconds since 1970-01-01 UTC. */
    public long nowNanos() {
        return timeOfDay.getAsLong();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    private static long epochNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
