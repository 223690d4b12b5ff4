// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Hash functions for table keys. The seed is random for each process, so an attacker cannot choose keys that collide.
 */
final class SeededHash {
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;

    private SeededHash() {}

    static int of(long high, long low) {
        return mix((high ^ SEED) * FIRST_MULTIPLIER + low);
    }

    static int of(long key) {
        return mix(key ^ SEED);
    }

    /** Every bit of the value affects the low bits of the result, which the tables use. */
    private static int mix(long value) {
        return (int) (((value ^ value >>> 32) * SECOND_MULTIPLIER) >>> 32);
    }
}
