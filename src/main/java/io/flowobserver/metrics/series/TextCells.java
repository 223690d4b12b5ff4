// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Finds a cell by a context and texts. For one thread; asking allocates nothing. */
public final class TextCells implements SeriesIndex {
    /** What is found for texts that are not there. */
    public static final int ABSENT = -1;

    /** Longer texts are cut, so that the budget of series is one of memory too. */
    static final int MAX_TEXT = 1 << 10;

    private static final int SPREAD = 31;

    private final Map<Key, Integer> cells = new HashMap<>();
    private final Key asked;

    /**
     * @param texts how many there are
     */
    public TextCells(int texts) {
        this.asked = new Key(new String[texts]);
    }

    /** What is asked for is changed in place; what is in the map is not. */
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

    /** Says one of the texts that are asked for next. */
    public void text(int index, String text) {
        asked.texts[index] = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    /** The texts that are asked for; not to be changed. */
    public String[] texts() {
        return asked.texts;
    }

    /** The cell for a context and the texts that were said. */
    public int get(int context) {
        asked.context = context;
        Integer cell = cells.get(asked);
        return cell == null ? ABSENT : cell;
    }

    /** Adds the cell of what was last asked for. */
    public void put(int cell) {
        cells.put(asked.copy(), cell);
    }

    @Override
    public void remove(BitSet removed) {
        cells.values().removeIf(removed::get);
    }
}
