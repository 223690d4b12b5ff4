// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.entity.Notice;
import org.jspecify.annotations.Nullable;

/** A read position in a ring of notices. Only one thread may use it at a time. */
public final class NoticeReader {
    private final NoticeRing ring;
    private long position;
    private long lost;

    /** Creates a reader, positioned at the oldest notice. */
    public NoticeReader(NoticeRing ring) {
        this.ring = ring;
        this.position = ring.oldest();
    }

    /** Returns the sequence of the next notice to read. */
    public long position() {
        return position;
    }

    /** Moves to a sequence. It may be one that is not readable. */
    public void seek(long sequence) {
        position = sequence;
    }

    /**
     * Returns the notice at the position and moves to the next one. If that notice is no longer kept, continues with
     * the oldest one. Returns null if the notice is not written yet.
     */
    public @Nullable Notice next() {
        while (true) {
            Notice notice = ring.read(position);
            long oldest = ring.oldest();
            if (notice != null) {
                position++;
                return notice;
            }
            if (position >= oldest) {
                return null;
            }
            lost += oldest - position;
            position = oldest;
        }
    }

    /** Returns the total number of notices that were dropped before this reader could read them. */
    public long lost() {
        return lost;
    }
}
