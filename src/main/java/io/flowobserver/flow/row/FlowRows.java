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
 * Memory for a number of rows and their references. The rows are in direct memory, in segments, so that the garbage
 * collector never moves or scans them. The references are in one heap array per segment, so that the garbage collector
 * sees what they keep alive.
 *
 * <p>The sequence of each row is accessed with acquire and release ordering. All other columns are accessed without
 * ordering. The ring defines which thread may call which method.
 */
public final class FlowRows {
    /** Sequence of a row that holds no flow. */
    static final long NO_SEQUENCE = -1;

    private static final VarHandle SEQUENCES =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SEGMENT_SHIFT = 16;
    private static final int SEGMENT_ROWS = 1 << SEGMENT_SHIFT;
    private static final int SLOT_MASK = SEGMENT_ROWS - 1;
    /** Rows start at a cache line. */
    private static final int ALIGNMENT = 64;

    private static final int LINE_WORDS = ALIGNMENT / Long.BYTES;

    private final ByteBuffer[] segments;
    /** The segments as words, to copy columns. */
    private final LongBuffer[] words;

    private final @Nullable Object[][] references;

    /** Allocates {@code rows * 256} bytes of direct memory. */
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
     * Writes a flow into a row and then publishes it: a thread that reads the new sequence also sees the complete flow.
     * While the row is written it is marked invalid, so that a concurrent reader discards its copy.
     */
    public void write(int slot, long sequence, FlowWriter from) {
        invalidate(slot);
        VarHandle.storeStoreFence();
        FlowColumns columns = from.columns();
        // The first word of the row is the sequence, so copying starts at the second.
        words[slot >>> SEGMENT_SHIFT].put(
                (slot & SLOT_MASK) * FlowColumns.WORDS + 1, columns.words, 1, columns.usedWords() - 1);
        System.arraycopy(
                columns.references, 0, references[slot >>> SEGMENT_SHIFT], firstReference(slot), FlowLayout.REFERENCES);
        SEQUENCES.setRelease(segment(slot), base(slot), sequence);
    }

    /**
     * Copies the row with the given sequence.
     *
     * @return false if the row had another sequence before or after the copy; the content of the view is then undefined
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
     * Copies the first cache line of the row with the given sequence: the columns up to the endpoint ids.
     *
     * @return false if the row had another sequence before or after the copy; the content of the view is then undefined
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
