// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import java.time.Instant;

/** The wall clock. Thread-safe. */
public final class EpochClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private EpochClock() {}

    /** Returns the current time in nanoseconds since 1970-01-01 UTC. */
    public static long nanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
