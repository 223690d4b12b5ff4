// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Records of lost events, stored separately from the flows. Losses of the same source and CPU within one second are
 * merged into one note, so an overload produces one note per second and not one per event. A limited number of notes is
 * kept. The totals cover all losses since start.
 *
 * <p>Losses are rare, so one lock protects all notes. A note is open for one second, and readers see it only when it is
 * closed. {@link #flush} closes all open notes at once, for a reader that does not come back later. Thread-safe.
 */
public final class LossLedger {
    private static final int KEPT_NOTES = 4096;
    private static final int SOURCES = 4;
    private static final long MERGE_NANOS = 1_000_000_000L;
    private static final long MAX_AHEAD_NANOS = 10 * MERGE_NANOS;

    private final LossNote[] notes = new LossNote[KEPT_NOTES];
    private final List<LossNote> open = new ArrayList<>();
    private final AtomicLongArray totals = new AtomicLongArray(SOURCES);
    private final AtomicLongArray reports = new AtomicLongArray(SOURCES);
    private long closed;

    /** Adds a loss. Any thread may call this. */
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

    /**
     * Closes the notes that are older than one second. The ingest thread calls this regularly with the current time.
     */
    public synchronized void tick(long nowNanos) {
        closeBefore(nowNanos - MERGE_NANOS);
    }

    /** Closes all open notes, so that they become readable. */
    public synchronized void flush() {
        closeBefore(Long.MAX_VALUE);
    }

    /**
     * Returns the number of notes closed since start. A reader that starts at this number sees only notes that are
     * closed later.
     */
    public synchronized long end() {
        return closed;
    }

    /** Returns the number of the oldest note that is still kept. */
    public synchronized long begin() {
        return Math.max(0, closed - KEPT_NOTES);
    }

    /** Returns the note with this number. Returns null if it is not closed yet or no longer kept. */
    public synchronized @Nullable LossNote note(long number) {
        return number >= begin() && number < closed ? notes[(int) (number % KEPT_NOTES)] : null;
    }

    /**
     * Returns the number of events that one source lost since start, at most 2^63 - 1. {@code source} is a number of
     * {@code flow.LostEventSource}.
     */
    public long total(int source) {
        long total = totals.get(source);
        return total < 0 ? Long.MAX_VALUE : total;
    }

    /** Returns how many loss reports one source made since start, independent of the number of lost events. */
    public long reports(int source) {
        return reports.get(source);
    }

    private void closeBefore(long nanos) {
        for (int i = 0; i < open.size(); i++) {
            long first = open.get(i).firstNanos();
            // A note that is ahead of the clock comes from before the clock was set back, and nobody adds to it.
            if (first <= nanos || first - nanos > MAX_AHEAD_NANOS) {
                notes[(int) (closed++ % KEPT_NOTES)] = open.remove(i--);
            }
        }
    }
}
