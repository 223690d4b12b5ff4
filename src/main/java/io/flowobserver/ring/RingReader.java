// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.row.FlowView;
import java.util.function.Predicate;

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
        /** The flow is none of those that were asked for; the position is behind it. */
        SKIPPED,
        /** Flows from the position on were overwritten; {@link #lost} says how many, and the position is behind them. */
        LAPPED
    }

    /** A glance that wants each flow, and costs none. */
    public static final Predicate<FlowView> EACH = flow -> true;

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

    /** Copies the flow at the position into {@code into} and moves on. Never skips. */
    public Result read(FlowView into) {
        return read(into, EACH);
    }

    /**
     * Copies the flow at the position into {@code into} and moves on, unless a glance at the first cache line of its row
     * shows that it is not wanted; then nothing else is copied.
     *
     * @param glance asks for columns of that line only
     */
    public Result read(FlowView into, Predicate<FlowView> glance) {
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
            if (glance != EACH && ring.rows().copyFirstLine(slot, position, into) && !glance.test(into)) {
                advance();
                return Result.SKIPPED;
            }
            if (ring.rows().copy(slot, position, into)) {
                advance();
                return Result.OK;
            }
            // Overwritten while it was copied: the writer is ahead by more than the capacity, which the next look
            // shows.
            Thread.onSpinWait();
        }
    }

    private void advance() {
        position++;
        slot = slot + 1 == ring.slots() ? 0 : slot + 1;
    }

    /** How many flows the last {@link Result#LAPPED} skipped. */
    public long lost() {
        return lost;
    }
}
