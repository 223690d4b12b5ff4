// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
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
    static final long NO_SEQUENCE = -1;

    private static final VarHandle SEQUENCES =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SEGMENT_SHIFT = 16;
    private static final int SEGMENT_ROWS = 1 << SEGMENT_SHIFT;
    private static final int SLOT_MASK = SEGMENT_ROWS - 1;
    /** Rows start on cache lines. */
    private static final int ALIGNMENT = 64;

    private static final int LINE_WORDS = ALIGNMENT / Long.BYTES;

    private final ByteBuffer[] segments;
    /** The same memory, for the columns. */
    private final LongBuffer[] words;

    private final @Nullable Object[][] references;

    /** Takes {@code rows * 256} bytes of direct memory. */
    public FlowRows(int rows) {
        int count = (rows + SEGMENT_ROWS - 1) >>> SEGMENT_SHIFT;
        segments = new ByteBuffer[count];
        words = new LongBuffer[count];
        references = new Object[count][];
        for (int i = 0; i < count; i++) {
            int held = Math.min(SEGMENT_ROWS, rows - (i << SEGMENT_SHIFT));
            segments[i] = ByteBuffer.allocateDirect(held * FlowLayout.ROW_SIZE + ALIGNMENT)
                    .alignedSlice(ALIGNMENT)
                    .order(ByteOrder.LITTLE_ENDIAN);
            words[i] = segments[i].asLongBuffer();
            references[i] = new Object[held * FlowLayout.REFERENCES];
        }
        for (int slot = 0; slot < rows; slot++) {
            invalidate(slot);
        }
    }

    /**
     * Puts a flow into a row and publishes it: whoever sees the sequence sees all of the flow. Until then the row is
     * marked invalid, so that whoever is copying it notices.
     */
    public void write(int slot, long sequence, FlowWriter from) {
        invalidate(slot);
        VarHandle.storeStoreFence();
        FlowColumns columns = from.columns();
        // The sequence is the row's first word.
        words[slot >>> SEGMENT_SHIFT].put(
                (slot & SLOT_MASK) * FlowColumns.WORDS + 1, columns.words, 1, columns.usedWords() - 1);
        System.arraycopy(
                columns.references, 0, references[slot >>> SEGMENT_SHIFT], firstReference(slot), FlowLayout.REFERENCES);
        SEQUENCES.setRelease(segment(slot), base(slot), sequence);
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
        FlowColumns columns = into.columns();
        words[slot >>> SEGMENT_SHIFT].get((slot & SLOT_MASK) * FlowColumns.WORDS, columns.words);
        System.arraycopy(
                references[slot >>> SEGMENT_SHIFT], firstReference(slot), columns.references, 0, FlowLayout.REFERENCES);
        VarHandle.loadLoadFence();
        return (long) SEQUENCES.getOpaque(segment, base) == sequence;
    }

    private void invalidate(int slot) {
        SEQUENCES.setOpaque(segment(slot), base(slot), NO_SEQUENCE);
    }

    /**
     * Copies the first cache line of the row that holds a sequence: the columns up to the endpoints' ids.
     *
     * @return false if the row held another sequence before or after the copy; the view's content means nothing then
     */
    public boolean copyFirstLine(int slot, long sequence, FlowView into) {
        ByteBuffer segment = segment(slot);
        int base = base(slot);
        if ((long) SEQUENCES.getAcquire(segment, base) != sequence) {
            return false;
        }
        long[] line = into.columns().words;
        LongBuffer rows = words[slot >>> SEGMENT_SHIFT];
        int first = (slot & SLOT_MASK) * FlowColumns.WORDS;
        for (int i = 0; i < LINE_WORDS; i++) {
            line[i] = rows.get(first + i);
        }
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
