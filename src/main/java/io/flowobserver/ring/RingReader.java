// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.row.FlowView;
import java.util.function.Predicate;

/**
 * A read position in the flow ring. Only one thread may use it at a time. Readers are independent of each other and do
 * not slow down the writer.
 */
public final class RingReader {
    /** The result of {@link #read}. */
    public enum Result {
        /** The view has the flow, and the position has moved to the next flow. */
        OK,
        /** The flow at the position is not written yet. */
        EMPTY,
        /** The flow was rejected by the first-line filter, and the position has moved to the next flow. */
        SKIPPED,
        /**
         * Flows at the position were overwritten. {@link #lost} returns their number, and the position has moved to the
         * oldest readable flow.
         */
        LAPPED
    }

    /** A first-line filter that accepts each flow. It is not evaluated. */
    public static final Predicate<FlowView> EACH = flow -> true;

    private final FlowRing ring;
    private long position;
    private int slot;
    private long lost;

    RingReader(FlowRing ring) {
        this.ring = ring;
        seek(ring.oldest());
    }

    /** Returns the sequence of the next flow to read. */
    public long position() {
        return position;
    }

    /** Moves to a sequence. It may be one that is already overwritten or not written yet. */
    public void seek(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("negative ring position: sequence=" + sequence);
        }
        position = sequence;
        slot = (int) (sequence % ring.slots());
    }

    /** Copies the flow at the position and moves to the next flow. Never returns {@link Result#SKIPPED}. */
    public Result read(FlowView into) {
        return read(into, EACH);
    }

    /**
     * Copies the flow at the position and moves to the next flow. The filter is tested on the first cache line of the
     * row. If it rejects the flow, the rest of the row is not copied.
     *
     * @param glance filter that reads only columns in the first cache line
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
            // The row was overwritten during the copy. The writer is now ahead by more than the capacity, and the next
            // iteration detects this.
            Thread.onSpinWait();
        }
    }

    private void advance() {
        position++;
        slot = slot + 1 == ring.slots() ? 0 : slot + 1;
    }

    /** Returns the number of flows that the last {@link Result#LAPPED} skipped. */
    public long lost() {
        return lost;
    }
}
