// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What was lost, beside the ring: notes merged by place and second, so that an overload costs one note a second and not
 * one an event, in a bounded history of their own. The totals never forget.
 *
 * <p>Loss is rare, so everything here is behind one lock. A note is open while its second lasts and readable after;
 * {@link #flush} closes what is open for a reader that won't come back.
 */
public final class LossLedger {
    private static final int KEPT_NOTES = 4096;
    private static final int SOURCES = 4;
    private static final long MERGE_NANOS = 1_000_000_000L;

    private final LossNote[] notes = new LossNote[KEPT_NOTES];
    private final List<LossNote> open = new ArrayList<>();
    private final AtomicLongArray totals = new AtomicLongArray(SOURCES);
    private final AtomicLongArray reports = new AtomicLongArray(SOURCES);
    private long closed;

    /** Adds a loss. Any thread. */
    public synchronized void add(LossNote note) {
        totals.accumulateAndGet(note.source(), note.count(), LossNote::sum);
        reports.incrementAndGet(note.source());
        closeBefore(note.lastNanos() - MERGE_NANOS);
        for (int i = 0; i < open.size(); i++) {
            LossNote earlier = open.get(i);
            if (earlier.source() == note.source() && earlier.cpu() == note.cpu()) {
                open.set(i, earlier.plus(note));
                return;
            }
        }
        open.add(note);
    }

    /** Closes notes whose second is over; called now and then with the present time. */
    public synchronized void tick(long nowNanos) {
        closeBefore(nowNanos - MERGE_NANOS);
    }

    /** Closes all open notes, so that they are readable. */
    public synchronized void flush() {
        closeBefore(Long.MAX_VALUE);
    }

    /** How many notes were ever closed; a reader that starts here sees only what is closed from now on. */
    public synchronized long end() {
        return closed;
    }

    /** Number of the oldest note that is still kept. */
    public synchronized long begin() {
        return Math.max(0, closed - KEPT_NOTES);
    }

    /** The note with a number, or null if there is none: not yet closed, or no longer kept. */
    public synchronized @Nullable LossNote note(long number) {
        return number >= begin() && number < closed ? notes[(int) (number % KEPT_NOTES)] : null;
    }

    /** All events lost in a place since start, by number of {@code flow.LostEventSource}; at most 2^63-1. */
    public long total(int source) {
        long total = totals.get(source);
        return total < 0 ? Long.MAX_VALUE : total;
    }

    /** How often a loss in a place was reported since start, however much it was. */
    public long reports(int source) {
        return reports.get(source);
    }

    private void closeBefore(long nanos) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).firstNanos() <= nanos) {
                notes[(int) (closed++ % KEPT_NOTES)] = open.remove(i--);
            }
        }
    }
}
