// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.TimeSteps;
import java.util.function.Predicate;

/**
 * Finds the sequence of the first flow of an answer. Between two steps of the clock times never decrease, so a time is
 * found by binary search. A request for the last k matching flows walks from the newest to the oldest flow, in time slices.
 *
 * <p>Each cursor has its own instance. Only the cursor's thread uses it.
 */
final class FlowSearch {
    private final FlowQuery query;
    private final RingReader reader;
    private final TimeSteps steps;
    private final Predicate<FlowView> glance;
    private final long oldest;
    private final long written;
    private long start;
    /** The walk reads the sequence before this one next. It ends below {@code oldest}. */
    private long behind;

    private long wanted;
    private boolean overtaken;

    /**
     * @param written how many flows the ring had when the request was looked at; what comes later is not searched, so that
     *     start and end of an answer belong together
     */
    FlowSearch(FlowQuery query, FlowRing ring, long written, FlowView scratch) {
        this.query = query;
        this.reader = ring.reader();
        this.steps = ring.steps();
        this.glance = query.filter()::glance;
        this.written = written;
        this.oldest = Math.max(0, written - ring.capacity());
        this.start = oldest;
        if (query.hasSince()) {
            start = firstSince(query.sinceNanos(), scratch);
        } else if (query.follow() && !query.hasNumber()) {
            start = Math.max(oldest, written - 1);
        } else if (query.hasNumber() && !query.first()) {
            behind = query.untilNanos() == Long.MAX_VALUE ? written : behindLast(query.untilNanos(), scratch);
            wanted = query.number();
            long startOfAll = wanted < behind - oldest ? behind - wanted : oldest;
            if (query.filter() == Filters.EVERYTHING && steps.after(startOfAll) >= behind) {
                start = startOfAll;
                wanted = 0;
            }
        }
    }

    /**
     * Continues the walk until the time slice is used up.
     *
     * @return whether {@link #start} is known
     */
    boolean advance(TimeSlice slice, FlowView scratch) {
        while (wanted > 0 && slice.take()) {
            if (behind <= oldest) {
                wanted = 0;
                break;
            }
            reader.seek(--behind);
            RingReader.Result result = reader.read(scratch, glance);
            if (result == RingReader.Result.OK) {
                if (scratch.timeNanos() <= query.untilNanos() && query.filter().test(scratch) && --wanted == 0) {
                    start = behind;
                }
            } else if (result != RingReader.Result.SKIPPED) {
                // The writer has overwritten the flow. The remaining flows start here.
                start = reader.position();
                overtaken = true;
                wanted = 0;
            }
        }
        return wanted == 0;
    }

    /** Returns the sequence of the first flow to read. */
    long start() {
        return start;
    }

    /**
     * Returns the sequence from which overwritten flows count as lost until the first flow is read. An answer that
     * starts at the oldest flow does not promise the flows that were in the ring at the time of the request.
     */
    long promisedFrom() {
        return overtaken || start == oldest ? written : start;
    }

    /** The first sequence from the oldest on whose time is not before the given one; {@code written} if there is none. */
    private long firstSince(long timeNanos, FlowView scratch) {
        long from = oldest;
        while (from < written) {
            long to = Math.min(steps.after(from), written);
            long found = firstAt(timeNanos, from, to, scratch);
            if (found < to) {
                return found;
            }
            from = to;
        }
        return written;
    }

    /** The sequence behind the last one whose time is not after the given one; {@code oldest} if there is none. */
    private long behindLast(long timeNanos, FlowView scratch) {
        long to = written;
        while (to > oldest) {
            long from = Math.max(oldest, steps.upTo(to - 1));
            long found = firstAt(timeNanos + 1, from, to, scratch);
            if (found > from) {
                return found;
            }
            to = from;
        }
        return oldest;
    }

    /** The first sequence of a range without steps whose time is not before the given one; {@code to} if none. */
    private long firstAt(long timeNanos, long from, long to, FlowView scratch) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = low + (high - low) / 2;
            reader.seek(middle);
            RingReader.Result result = reader.read(scratch);
            if (result == RingReader.Result.OK && scratch.timeNanos() >= timeNanos) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
