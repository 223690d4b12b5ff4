// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader.registry;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * All open readers of the rings, whoever they read for, and how many rows readers have missed since start. There is one
 * instance for status and metrics. Nothing here stops a reader or waits for one. Thread-safe.
 */
public final class Readers {
    private static final Comparator<ReaderStatus> FARTHEST_BEHIND_FIRST =
            Comparator.comparingLong(ReaderStatus::lag).reversed();

    private final Set<OpenReader> open = ConcurrentHashMap.newKeySet();
    private final LongAdder lapped = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private volatile long lappedMillis;

    /**
     * Adds a reader, until it is closed.
     *
     * @param written returns the number of rows that were written to the ring since start; called by any thread
     */
    public OpenReader open(ReaderIdentity identity, LongSupplier written) {
        OpenReader reader = new OpenReader(this, identity, written);
        open.add(reader);
        return reader;
    }

    /** Returns the number of open readers. */
    public int size() {
        return open.size();
    }

    /** Returns the number of open readers of a kind. */
    public int size(ReaderKind kind) {
        return (int) open.stream().filter(reader -> reader.kind() == kind).count();
    }

    /** Returns how many rows that reader of a kind is behind which is farthest behind; 0 if there is none. */
    public long maxLag(ReaderKind kind) {
        return open.stream()
                .filter(reader -> reader.kind() == kind)
                .mapToLong(OpenReader::lag)
                .max()
                .orElse(0);
    }

    /** Returns the readers that are farthest behind, the last of all first. */
    public List<ReaderStatus> farthestBehind(int limit) {
        return open.stream()
                .map(OpenReader::status)
                .sorted(FARTHEST_BEHIND_FIRST)
                .limit(limit)
                .toList();
    }

    /** Returns how often a reader found its next row overwritten, closed readers included. */
    public long lapped() {
        return lapped.sum();
    }

    /** Returns the number of rows that readers missed because of this. */
    public long skipped() {
        return skipped.sum();
    }

    /** Returns when that was last, in milliseconds since 1970-01-01 UTC; 0 if it never was. */
    public long lappedMillis() {
        return lappedMillis;
    }

    void lapped(long rows) {
        lapped.increment();
        skipped.add(rows);
        lappedMillis = System.currentTimeMillis();
    }

    void remove(OpenReader reader) {
        open.remove(reader);
    }
}
