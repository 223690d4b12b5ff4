// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps texts, so that the counters do not create them again for each flow. Only the ingest thread uses it. */
public final class TextCache {
    private static final int NUMBERS = 1 << 10;
    private static final int MAX_LISTS = 1 << 10;

    private final @Nullable String[] numbers = new String[NUMBERS];
    private final Map<List<String>, String> lists = new HashMap<>();

    /** Returns a number as decimal text. */
    public String number(int number) {
        if (number < 0 || number >= NUMBERS) {
            return Integer.toString(number);
        }
        String known = numbers[number];
        if (known == null) {
            known = Integer.toString(number);
            numbers[number] = known;
        }
        return known;
    }

    /** Returns the texts joined by commas. */
    public String list(List<String> texts) {
        if (texts.size() < 2) {
            return texts.isEmpty() ? "" : texts.get(0);
        }
        String known = lists.get(texts);
        if (known != null) {
            return known;
        }
        String joined = String.join(",", texts);
        if (joined.length() <= TextCells.MAX_TEXT) {
            if (lists.size() == MAX_LISTS) {
                lists.clear();
            }
            lists.put(List.copyOf(texts), joined);
        }
        return joined;
    }
}
