// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.entity.Notice;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer of the newest events of one rare kind. Its number of events and its size in bytes are limited. There is
 * one writer, which never waits. Any number of readers each keep the sequence that they read next.
 *
 * <p>After {@code w} notices, the sequences {@link #oldest} to {@code w - 1} are readable. A notice is readable as soon
 * as it is written.
 */
public final class NoticeRing {
    /** Maximum number of notices. */
    public static final int CAPACITY = 4095;
    /** Maximum total size of the notices, in bytes. A single notice that is larger is kept alone. */
    static final long MAX_BYTES = 8 << 20;

    private final AtomicReferenceArray<@Nullable Notice> slots = new AtomicReferenceArray<>(CAPACITY);
    private volatile long oldest;
    private volatile long written;
    private long bytes;

    /** Adds a notice. Only the ingest thread calls this. */
    public void write(Notice notice) {
        long sequence = written;
        bytes += notice.encoded().length;
        while (sequence - oldest == CAPACITY || (bytes > MAX_BYTES && oldest < sequence)) {
            dropOldest();
        }
        slots.setRelease(slot(sequence), notice);
        written = sequence + 1;
    }

    /** Returns the number of notices written since start, which is also the sequence of the next notice. */
    public long written() {
        return written;
    }

    /** Returns the sequence of the oldest readable notice, if there is one. */
    public long oldest() {
        return oldest;
    }

    /** Returns the notice with this sequence. Returns null if it is not written yet or was dropped. */
    public @Nullable Notice read(long sequence) {
        if (sequence >= written) {
            return null;
        }
        Notice notice = slots.getAcquire(slot(sequence));
        // The writer advances the oldest sequence before it reuses a slot. A reader that found a newer notice in the
        // slot therefore sees the new value here.
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
