// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Records of lost events, stored separately from the flows. Losses of the same source and CPU within one second are
 * merged into one note, so an overload produces one note per second and not one per event. A limited number of notes is
 * kept. The totals cover all losses since start.
 *
 * <p>A note gets its number when it is opened, and grows while it is open. The notes are kept in the order of their
 * numbers. A follower reads up to {@link #end}, where the first open note is. A reader that does not come back reads up
 * to {@link #opened}, and gets the open notes as they are.
 *
 * <p>The ingest thread writes and never waits for a reader. Any thread may read.
 */
public final class LossLedger {
    private static final int KEPT_NOTES = 4096;
    /** CPUs of one source that have notes of their own at a time. Very few nodes have more CPUs. */
    private static final int MAX_CPUS = 2048;

    private static final long MERGE_NANOS = 1_000_000_000L;
    private static final long MAX_AHEAD_NANOS = 10 * MERGE_NANOS;

    private final int kept;
    /** One more than are kept, so that the writer never replaces a note that readers may still read. */
    private final AtomicReferenceArray<@Nullable LossNote> notes;

    private final OpenNotes open;
    private final AtomicLongArray totals = new AtomicLongArray(LossNote.SOURCES);
    private final AtomicLongArray reports = new AtomicLongArray(LossNote.SOURCES);
    private final AtomicLongArray lasts = new AtomicLongArray(LossNote.SOURCES);
    private volatile long opened;
    private volatile long closed;
    /** The time of the last tick, and the number of notes that were compared with it. */
    private long tickedNanos = Long.MIN_VALUE;

    private long compared;

    /** Creates an empty ledger. */
    public LossLedger() {
        this(KEPT_NOTES, MAX_CPUS);
    }

    LossLedger(int kept, int maxCpus) {
        this.kept = kept;
        this.notes = new AtomicReferenceArray<>(kept + 1);
        this.open = new OpenNotes(maxCpus);
    }

    /** Adds a loss. Only the ingest thread calls this. */
    public void add(LossNote loss) {
        totals.accumulateAndGet(loss.source(), loss.count(), LossNote::sum);
        reports.incrementAndGet(loss.source());
        lasts.accumulateAndGet(loss.source(), loss.lastNanos(), Math::max);
        LossNote limited = open.limited(loss);
        long number = open.number(limited);
        if (number != OpenNotes.NONE) {
            LossNote earlier = kept(number);
            if (isOpenAt(earlier, limited.lastNanos() - MERGE_NANOS)) {
                notes.setRelease(slot(number), earlier.plus(limited));
                return;
            }
        }
        open(limited);
    }

    /**
     * Closes the notes that are older than one second. The ingest thread calls this regularly with the current time. A
     * note that begins a few seconds ahead of the clock delays the end of those behind it until the clock gets there.
     */
    public void tick(long nowNanos) {
        long nanos = nowNanos - MERGE_NANOS;
        removeTooFarAhead(nanos, nowNanos < tickedNanos ? closed : Math.max(compared, closed));
        compared = opened;
        tickedNanos = nowNanos;
        long end = closed;
        while (end < opened && !isOpen(end, nanos)) {
            open.remove(kept(end), end);
            end++;
        }
        closed = end;
    }

    /** Closes all open notes. The ingest thread calls this when no tick will follow. */
    public void flush() {
        open.clear();
        closed = opened;
    }

    /**
     * Returns the number of the first note that is still open, which is also the number of notes that were closed since
     * start. A reader that starts here sees only notes that are closed later.
     */
    public long end() {
        return closed;
    }

    /** Returns the number of notes since start, including those that are still open. */
    public long opened() {
        return opened;
    }

    /** Returns the number of the oldest note that is still kept. */
    public long begin() {
        return Math.max(0, opened - kept);
    }

    /**
     * Returns the note with this number as it is now. Returns null if it does not exist yet or is no longer kept. An
     * open note can grow later.
     */
    public @Nullable LossNote note(long number) {
        if (number < begin() || number >= opened) {
            return null;
        }
        LossNote note = notes.getAcquire(slot(number));
        // A reader that found a newer note in the slot sees here that the old one is no longer kept.
        return number < begin() ? null : note;
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

    /**
     * Returns the time of the latest loss of one source, in nanoseconds since 1970-01-01 UTC; 0 if there was none. An
     * estimate if the note of it is.
     */
    public long lastNanos(int source) {
        return lasts.get(source);
    }

    private void open(LossNote note) {
        long number = opened;
        long dropped = number - kept;
        if (dropped >= 0) {
            open.remove(kept(dropped), dropped);
            closed = Math.max(closed, dropped + 1);
        }
        notes.setRelease(slot(number), note);
        open.add(note, number);
        opened = number + 1;
    }

    private void removeTooFarAhead(long nanos, long from) {
        for (long number = from; number < opened; number++) {
            LossNote note = kept(number);
            if (isTooFarAhead(note, nanos)) {
                open.remove(note, number);
            }
        }
    }

    private boolean isOpen(long number, long nanos) {
        LossNote note = kept(number);
        return open.number(note) == number && isOpenAt(note, nanos);
    }

    private static boolean isOpenAt(LossNote note, long nanos) {
        return note.firstNanos() - nanos > 0 && !isTooFarAhead(note, nanos);
    }

    /** Returns whether a note comes from before the clock was set back, so that nobody adds to it. */
    private static boolean isTooFarAhead(LossNote note, long nanos) {
        return note.firstNanos() - nanos > MAX_AHEAD_NANOS;
    }

    /** Returns a note that the writer knows to be there. */
    private LossNote kept(long number) {
        return Objects.requireNonNull(notes.getPlain(slot(number)));
    }

    private int slot(long number) {
        return (int) (number % notes.length());
    }
}
