// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader.registry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The entry of an open reader in {@link Readers}. The reader's thread writes to it after a number of rows, not after
 * each, and any thread reads it meanwhile.
 */
public final class OpenReader implements AutoCloseable {
    private final Readers readers;
    private final ReaderIdentity identity;
    private final LongSupplier written;
    private final long openedMillis = System.currentTimeMillis();
    private final AtomicLong missed = new AtomicLong();
    private volatile long position;
    private volatile long delivered;

    OpenReader(Readers readers, ReaderIdentity identity, LongSupplier written) {
        this.readers = readers;
        this.identity = identity;
        this.written = written;
        this.position = written.getAsLong();
    }

    /**
     * Says how far the reader is. Only its thread calls this.
     *
     * @param next the sequence of the row that it reads next
     * @param passedOn the number of rows that it has passed on since it began
     */
    public void progress(long next, long passedOn) {
        position = next;
        delivered = passedOn;
    }

    /** Counts rows that were overwritten before the reader came to them. Only its thread calls this. */
    public void missed(long rows) {
        missed.addAndGet(rows);
        readers.lapped(rows);
    }

    ReaderKind kind() {
        return identity.kind();
    }

    /** Returns how many rows have been written after the last one that was read. Any thread. */
    long lag() {
        return lagFrom(position);
    }

    /** Any thread. */
    ReaderStatus status() {
        long next = position;
        return new ReaderStatus(identity, openedMillis, next, lagFrom(next), delivered, missed.get());
    }

    /** Removes the entry. What the reader missed stays counted. Any thread, any number of times. */
    @Override
    public void close() {
        readers.remove(this);
    }

    /** The position was read before the counter, so the result is only negative for a reader that is ahead. */
    private long lagFrom(long next) {
        return Math.max(0, written.getAsLong() - next);
    }
}
