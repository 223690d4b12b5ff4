// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Memory for a number of rows and their references: direct segments, so that the collector never moves or scans the
 * rows, and one reference array a segment, so that it knows what they keep alive.
 *
 * <p>The sequence of each row is read and written in the orders that a ring needs; all other columns are plain. Which
 * thread may do what is the ring's rule, not this class's.
 */
public final class FlowRows {
    /** The sequence of a row that holds no flow. */
    public static final long NO_SEQUENCE = -1;

    private static final VarHandle SEQUENCES =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SEGMENT_SHIFT = 16;
    private static final int SEGMENT_ROWS = 1 << SEGMENT_SHIFT;
    private static final int SLOT_MASK = SEGMENT_ROWS - 1;
    /** Rows start on cache lines. */
    private static final int ALIGNMENT = 64;

    private final ByteBuffer[] segments;
    private final @Nullable Object[][] references;

    /** Takes {@code rows * 256} bytes of direct memory. */
    public FlowRows(int rows) {
        int count = (rows + SEGMENT_ROWS - 1) >>> SEGMENT_SHIFT;
        segments = new ByteBuffer[count];
        references = new Object[count][];
        for (int i = 0; i < count; i++) {
            int held = Math.min(SEGMENT_ROWS, rows - (i << SEGMENT_SHIFT));
            segments[i] = ByteBuffer.allocateDirect(held * FlowLayout.ROW_SIZE + ALIGNMENT)
                    .alignedSlice(ALIGNMENT)
                    .order(ByteOrder.LITTLE_ENDIAN);
            references[i] = new Object[held * FlowLayout.REFERENCES];
        }
        for (int slot = 0; slot < rows; slot++) {
            invalidate(slot);
        }
    }

    /** Marks a row as being written. Later writes to the row may not be seen before this. */
    public void invalidate(int slot) {
        SEQUENCES.setOpaque(segment(slot), base(slot), NO_SEQUENCE);
        VarHandle.storeStoreFence();
    }

    /** Publishes a row: whoever sees the sequence sees everything that was written before. */
    public void publish(int slot, long sequence) {
        SEQUENCES.setRelease(segment(slot), base(slot), sequence);
    }

    /** Makes the writer write to a row. */
    public void point(FlowWriter writer, int slot) {
        writer.point(segment(slot), base(slot), references[slot >>> SEGMENT_SHIFT], firstReference(slot));
    }

    /**
     * Copies the row that holds a sequence.
     *
     * @return false if the row held another sequence before or after the copy; the view's content means nothing then
     */
    public boolean copy(int slot, long sequence, FlowView into) {
        ByteBuffer segment = segment(slot);
        int base = base(slot);
        if ((long) SEQUENCES.getAcquire(segment, base) != sequence) {
            return false;
        }
        into.fill(segment, base, references[slot >>> SEGMENT_SHIFT], firstReference(slot));
        VarHandle.loadLoadFence();
        return (long) SEQUENCES.getOpaque(segment, base) == sequence;
    }

    private ByteBuffer segment(int slot) {
        return segments[slot >>> SEGMENT_SHIFT];
    }

    private static int base(int slot) {
        return (slot & SLOT_MASK) * FlowLayout.ROW_SIZE;
    }

    private static int firstReference(int slot) {
        return (slot & SLOT_MASK) * FlowLayout.REFERENCES;
    }
}
