// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import java.util.function.LongSupplier;

/**
 * Says when a replayed event happened. All times of a round are shifted by the same, so that distances stay; those of
 * a further round come after all of the round before. Belongs to the polling thread.
 */
final class ReplayTimes {
    /** Between the last event of a round and the first of the next. */
    static final long ROUND_GAP_NANOS = 1_000_000;

    private final boolean atPresent;
    private final LongSupplier timeOfDay;
    private boolean started;
    private long shift;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    /** @param timeOfDay nanoseconds since the epoch */
    ReplayTimes(ReplayOptions.Time time, LongSupplier timeOfDay) {
        this.atPresent = time == ReplayOptions.Time.NOW;
        this.timeOfDay = timeOfDay;
    }

    /** The time of an event that the capture dates so. */
    long shifted(long recordedNanos) {
        if (!started) {
            started = true;
            shift = atPresent ? timeOfDay.getAsLong() - recordedNanos : 0;
        }
        earliest = Math.min(earliest, recordedNanos);
        latest = Math.max(latest, recordedNanos);
        return recordedNanos + shift;
    }

    /** A time in the text of an event, which may be any; 0 stands for none. */
    long shiftedText(long recordedNanos) {
        long sum = recordedNanos + shift;
        boolean overflow = ((recordedNanos ^ sum) & (shift ^ sum)) < 0;
        return recordedNanos == 0 || overflow ? recordedNanos : sum;
    }

    /** Whether any event was dated so far. */
    boolean isStarted() {
        return started;
    }

    /**
     * Shifts on for the next round.
     *
     * @throws ArithmeticException if there are no such times
     */
    void nextRound() {
        shift = Math.addExact(shift, Math.addExact(latest - earliest, ROUND_GAP_NANOS));
        if (atPresent) {
            shift = Math.max(shift, timeOfDay.getAsLong() - earliest);
        }
        Math.addExact(latest, shift);
    }
}
