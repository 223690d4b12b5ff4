// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import java.util.function.LongSupplier;

/**
 * Computes the times of replayed events. All times of a round are shifted by the same amount, so the differences
 * between events are kept. The times of a round are after all times of the round before. Only the polling thread uses
 * it.
 */
final class ReplayTimes {
    /** Time between the last event of a round and the first event of the next, in nanoseconds. */
    static final long ROUND_GAP_NANOS = 1_000_000;

    private final boolean atPresent;
    private final LongSupplier timeOfDay;
    private boolean started;
    private long shift;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    /**
     * Creates an instance.
     *
     * @param timeOfDay nanoseconds since 1970-01-01 UTC
     */
    ReplayTimes(ReplayOptions.Time time, LongSupplier timeOfDay) {
        this.atPresent = time == ReplayOptions.Time.NOW;
        this.timeOfDay = timeOfDay;
    }

    /** Returns the shifted time of an event with the given recorded time. */
    long shifted(long recordedNanos) {
        if (!started) {
            started = true;
            shift = atPresent ? timeOfDay.getAsLong() - recordedNanos : 0;
        }
        earliest = Math.min(earliest, recordedNanos);
        latest = Math.max(latest, recordedNanos);
        return recordedNanos + shift;
    }

    /**
     * Returns the shifted value of a time inside an event's JSON, which may be any number. 0 means unknown and is not
     * shifted; on overflow the time is not shifted either.
     */
    long shiftedText(long recordedNanos) {
        long sum = recordedNanos + shift;
        boolean overflow = ((recordedNanos ^ sum) & (shift ^ sum)) < 0;
        return recordedNanos == 0 || overflow ? recordedNanos : sum;
    }

    /** Returns whether there was an event. */
    boolean isStarted() {
        return started;
    }

    /**
     * Changes the shift for the next round.
     *
     * @throws ArithmeticException if the times of that round are out of range
     */
    void nextRound() {
        shift = Math.addExact(shift, Math.addExact(latest - earliest, ROUND_GAP_NANOS));
        if (atPresent) {
            shift = Math.max(shift, timeOfDay.getAsLong() - earliest);
        }
        Math.addExact(latest, shift);
    }
}
