// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.FlowView;

/**
 * A position in the ring, moved by one thread at a time. Readers don't know of each other and cost the writer nothing.
 */
public final class RingReader {
    /** What {@link #read} found. */
    public enum Result {
        /** The view holds the flow; the position is behind it. */
        OK,
        /** Nothing is readable at the position yet. */
        EMPTY,
        /** Flows from the position on were overwritten; {@link #lost} says how many, and the position is behind them. */
        LAPPED
    }

    private final FlowRing ring;
    private long position;
    private int slot;
    private long lost;

    RingReader(FlowRing ring) {
        this.ring = ring;
        seek(ring.oldest());
    }

    /** Sequence of the flow that is read next. */
    public long position() {
        return position;
    }

    /** Moves to a sequence, which need not be readable: it may be overwritten, or not yet written. */
    public void seek(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("negative ring position: sequence=" + sequence);
        }
        position = sequence;
        slot = (int) (sequence % ring.slots());
    }

    /** Copies the flow at the position into {@code into} and moves on. */
    public Result read(FlowView into) {
        while (true) {
            long written = ring.written();
            if (position >= written) {
                return Result.EMPTY;
            }
            long oldest = written - ring.capacity();
            if (position < oldest) {
                lost = oldest - position;
                seek(oldest);
                return Result.LAPPED;
            }
            if (ring.rows().copy(slot, position, into)) {
                position++;
                slot = slot + 1 == ring.slots() ? 0 : slot + 1;
                return Result.OK;
            }
            // Overwritten while it was copied: the writer is ahead by more than the capacity, which the next look
            // shows.
            Thread.onSpinWait();
        }
    }

    /** How many flows the last {@link Result#LAPPED} skipped. */
    public long lost() {
        return lost;
    }
}
