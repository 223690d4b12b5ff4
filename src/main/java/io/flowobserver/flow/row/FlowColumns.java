// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

import static io.flowobserver.flow.row.FlowLayout.FLAGS;
import static io.flowobserver.flow.row.FlowLayout.REFERENCES;
import static io.flowobserver.flow.row.FlowLayout.ROW_SIZE;
import static io.flowobserver.flow.row.FlowLayout.TUNNEL_PROTOCOL;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One row on the heap: the columns at the offsets of {@link FlowLayout}, and the references. It is either the row that
 * the ingest thread is writing, or a reader's copy of a row.
 *
 * <p>The columns are stored in an array of 64-bit words, and narrower columns are read and written with shifts. This is
 * cheaper than the bounds checks of a {@link java.nio.ByteBuffer}, and a row is copied to the ring in whole words. Not
 * thread-safe.
 */
public final class FlowColumns {
    static final int WORDS = ROW_SIZE / Long.BYTES;

    private static final long BYTE = 0xFFL;
    private static final long SHORT = 0xFFFFL;
    private static final long INT = 0xFFFF_FFFFL;
    /**
     * Converts a byte offset to a word index, and a byte offset to a bit offset. A shift of a long uses only the low
     * six bits of the bit offset.
     */
    private static final int SHIFT = 3;

    final long[] words = new long[WORDS];
    final @Nullable Object[] references = new Object[REFERENCES];

    /** Returns an unsigned 8-bit column. */
    public int u8(int column) {
        return (int) (words[column >>> SHIFT] >>> (column << SHIFT) & BYTE);
    }

    /** Returns an unsigned 16-bit column. */
    public int u16(int column) {
        return (int) (words[column >>> SHIFT] >>> (column << SHIFT) & SHORT);
    }

    /** Returns a 32-bit column. */
    public int i32(int column) {
        return (int) (words[column >>> SHIFT] >>> (column << SHIFT));
    }

    long i64(int column) {
        return words[column >>> SHIFT];
    }

    void put8(int column, int value) {
        put(column, value, BYTE);
    }

    void put16(int column, int value) {
        put(column, value, SHORT);
    }

    void put32(int column, int value) {
        put(column, value, INT);
    }

    /** Sets a 64-bit column. The offset must be a multiple of 8. */
    public void put64(int column, long value) {
        words[column >>> SHIFT] = value;
    }

    /**
     * Moves {@code length} bytes of columns to another offset and sets the old columns to 0. Offsets and length are
     * multiples of 4.
     */
    void move(int from, int to, int length) {
        for (int i = 0; i < length; i += Integer.BYTES) {
            put32(to + i, i32(from + i));
            put32(from + i, 0);
        }
    }

    /** Sets all columns to 0 and all references to null. */
    void clear() {
        // Few flows have a tunnel, so the tunnel quarter of the row is usually 0 already.
        Arrays.fill(words, 0, usedWords(), 0);
        Arrays.fill(references, null);
    }

    /**
     * Returns the number of words that are in use. The tunnel columns are at the end and are in use only if the row has
     * a tunnel.
     */
    int usedWords() {
        return (i32(FLAGS) & FlowFlags.TUNNEL) == 0 ? TUNNEL_PROTOCOL >>> SHIFT : WORDS;
    }

    private void put(int column, long value, long mask) {
        int word = column >>> SHIFT;
        int shift = column << SHIFT;
        words[word] = (words[word] & ~(mask << shift)) | (value & mask) << shift;
    }
}
