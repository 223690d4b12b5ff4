// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** An index from a context and texts to cells. For one thread. A look-up allocates nothing. */
public final class TextCells implements SeriesIndex {
    /** The result for texts that are not in the index. */
    public static final int ABSENT = -1;

    /**
     * The limit for a text, in characters. Longer texts are cut, so that the limit of series also limits the memory.
     */
    static final int MAX_TEXT = 1 << 10;

    private static final int SPREAD = 31;

    private final Map<Key, Integer> cells = new HashMap<>();
    private final Key asked;

    /** @param texts the number of texts in a key */
    public TextCells(int texts) {
        this.asked = new Key(new String[texts]);
    }

    /** The key of the next look-up is changed in place. Keys in the map never change. */
    private static final class Key {
        private final String[] texts;
        private int context;

        Key(String[] texts) {
            this.texts = texts;
        }

        Key copy() {
            Key copy = new Key(texts.clone());
            copy.context = context;
            return copy;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && context == key.context && Arrays.equals(texts, key.texts);
        }

        @Override
        public int hashCode() {
            int hash = context;
            for (String text : texts) {
                hash = SPREAD * hash + text.hashCode();
            }
            return hash;
        }
    }

    /** Sets one text of the next look-up. */
    public void text(int index, String text) {
        asked.texts[index] = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    /** Returns the texts of the next look-up. The caller must not change the array. */
    public String[] texts() {
        return asked.texts;
    }

    /** Returns the cell for a context and the texts that were set, or {@link #ABSENT}. */
    public int get(int context) {
        asked.context = context;
        Integer cell = cells.get(asked);
        return cell == null ? ABSENT : cell;
    }

    /** Adds a cell under the key of the last look-up. */
    public void put(int cell) {
        cells.put(asked.copy(), cell);
    }

    @Override
    public void remove(BitSet removed) {
        cells.values().removeIf(removed::get);
    }
}
