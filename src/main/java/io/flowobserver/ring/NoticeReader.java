// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.entity.Notice;
import org.jspecify.annotations.Nullable;

/** A position in a ring of notices, moved by one thread at a time. */
public final class NoticeReader {
    private final NoticeRing ring;
    private long position;
    private long lost;

    /** Stands at the oldest notice. */
    public NoticeReader(NoticeRing ring) {
        this.ring = ring;
        this.position = ring.oldest();
    }

    /** Sequence of the notice that is read next. */
    public long position() {
        return position;
    }

    /** Moves to a sequence, which need not be readable. */
    public void seek(long sequence) {
        position = sequence;
    }

    /** The notice at the position, or the oldest if that is gone; moves behind it. Null if it is yet to be written. */
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

    /** How many notices were dropped so far before they could be read. */
    public long lost() {
        return lost;
    }
}
