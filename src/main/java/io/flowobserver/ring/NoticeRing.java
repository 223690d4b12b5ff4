// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.entity.Notice;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest of a kind of events that are rare, or rarely asked for; bounded by their number and by their bytes. One
 * writer, which never waits; any number of readers, each of which keeps the sequence that it wants next.
 *
 * <p>With {@code w} notices written, sequences {@link #oldest} to {@code w - 1} are readable, the newest at once.
 */
public final class NoticeRing {
    /** Notices that are kept at most. */
    public static final int CAPACITY = 4095;
    /** Bytes of events that are kept at most; a single longer one is kept alone. */
    static final long MAX_BYTES = 8 << 20;

    private final AtomicReferenceArray<@Nullable Notice> slots = new AtomicReferenceArray<>(CAPACITY);
    private volatile long oldest;
    private volatile long written;
    private long bytes;

    /** Adds a notice; for the ingest thread. */
    public void write(Notice notice) {
        long sequence = written;
        bytes += notice.encoded().length;
        while (sequence - oldest == CAPACITY || (bytes > MAX_BYTES && oldest < sequence)) {
            dropOldest();
        }
        slots.setRelease(slot(sequence), notice);
        written = sequence + 1;
    }

    /** How many notices were ever written; also the sequence of the next one. */
    public long written() {
        return written;
    }

    /** Sequence of the oldest notice that is readable now, if any is. */
    public long oldest() {
        return oldest;
    }

    /** The notice with a sequence; null if it is not readable: not yet written, or dropped. */
    public @Nullable Notice read(long sequence) {
        if (sequence >= written) {
            return null;
        }
        Notice notice = slots.getAcquire(slot(sequence));
        // Dropped before its place was taken, so that whoever sees another notice there also sees this.
        return sequence < oldest ? null : notice;
    }

    private void dropOldest() {
        long dropped = oldest;
        oldest = dropped + 1;
        Notice notice = slots.getPlain(slot(dropped));
        bytes -= notice == null ? 0 : notice.encoded().length;
        slots.setRelease(slot(dropped), null);
    }

    private static int slot(long sequence) {
        return (int) (sequence % CAPACITY);
    }
}
