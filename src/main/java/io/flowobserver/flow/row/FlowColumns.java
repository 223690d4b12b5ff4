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
 * One row on the heap, columns at the offsets of {@link FlowLayout} and references beside them: the row that is being
 * written, or a reader's copy.
 *
 * <p>Kept in words, of which columns are cut by shifts: next to the checks of a {@link java.nio.ByteBuffer} that costs
 * nothing, and the row goes to the ring by whole words. Not thread-safe.
 */
public final class FlowColumns {
    static final int WORDS = ROW_SIZE / Long.BYTES;

    private static final long BYTE = 0xFFL;
    private static final long SHORT = 0xFFFFL;
    private static final long INT = 0xFFFF_FFFFL;
    /** From a byte's offset to its word's number, and from there to bits; only its low six bits count in a shift. */
    private static final int SHIFT = 3;

    final long[] words = new long[WORDS];
    final @Nullable Object[] references = new Object[REFERENCES];

    public int u8(int column) {
        return (int) (words[column >>> SHIFT] >>> (column << SHIFT) & BYTE);
    }

    public int u16(int column) {
        return (int) (words[column >>> SHIFT] >>> (column << SHIFT) & SHORT);
    }

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

    public void put64(int column, long value) {
        words[column >>> SHIFT] = value;
    }

    /** Moves columns of four bytes or eight to where others are, and leaves 0. */
    void move(int from, int to, int length) {
        for (int i = 0; i < length; i += Integer.BYTES) {
            put32(to + i, i32(from + i));
            put32(from + i, 0);
        }
    }

    /** Makes all columns 0 and all references null. */
    void clear() {
        // Few flows come through a tunnel: its quarter of the row is mostly clear.
        Arrays.fill(words, 0, usedWords(), 0);
        Arrays.fill(references, null);
    }

    /** How many words hold columns that mean something: those of a tunnel stand at the end, and count only if there is one. */
    int usedWords() {
        return (i32(FLAGS) & FlowFlags.TUNNEL) == 0 ? TUNNEL_PROTOCOL >>> SHIFT : WORDS;
    }

    private void put(int column, long value, long mask) {
        int word = column >>> SHIFT;
        int shift = column << SHIFT;
        words[word] = (words[word] & ~(mask << shift)) | (value & mask) << shift;
    }
}
