// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.ring.NoticeRing;

/**
 * Which agent or debug events of their ring to read.
 *
 * @param number the limit of events; {@link Long#MAX_VALUE} for all
 * @param first whether to return the oldest events instead of the newest
 * @param follow whether to return new events too
 * @param sinceNanos the oldest time in nanoseconds since 1970; {@link Long#MIN_VALUE} for any
 * @param untilNanos the newest time in nanoseconds since 1970; {@link Long#MAX_VALUE} for any
 */
public record NoticeQuery(long number, boolean first, boolean follow, long sinceNanos, long untilNanos) {
    /**
     * Returns the sequence of the first notice to read. The rings are small, so it is found by walking. Times may run
     * backwards where the clock was set back.
     */
    long start(NoticeRing ring, long written) {
        if (sinceNanos != Long.MIN_VALUE) {
            return firstSince(ring, written);
        }
        if (first) {
            return ring.oldest();
        }
        boolean all = number == Long.MAX_VALUE;
        if (all) {
            return follow ? Math.max(ring.oldest(), written - 1) : ring.oldest();
        }
        long end = untilNanos == Long.MAX_VALUE ? written : behind(ring, written, untilNanos);
        return Math.max(ring.oldest(), end - Math.min(end, number));
    }

    private long firstSince(NoticeRing ring, long written) {
        long sequence = ring.oldest();
        while (sequence < written) {
            Notice notice = ring.read(sequence);
            if (notice != null && notice.timeNanos() >= sinceNanos) {
                return sequence;
            }
            sequence++;
        }
        return written;
    }

    /** Behind the last notice whose time is not after the given one. */
    private static long behind(NoticeRing ring, long written, long timeNanos) {
        long sequence = written;
        while (sequence > ring.oldest()) {
            Notice notice = ring.read(sequence - 1);
            if (notice == null || notice.timeNanos() <= timeNanos) {
                return sequence;
            }
            sequence--;
        }
        return sequence;
    }
}
