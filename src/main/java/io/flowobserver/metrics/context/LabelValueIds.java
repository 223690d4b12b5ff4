// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assigns small numbers to lists of texts, and frees them again. For one thread. */
final class LabelValueIds {
    /** The result for a list without a number. */
    static final int ABSENT = -1;

    private final Map<List<String>, Integer> numbers = new HashMap<>();
    private final List<@Nullable List<String>> lists = new ArrayList<>();
    private final BitSet free = new BitSet();

    int get(List<String> list) {
        return numbers.getOrDefault(list, ABSENT);
    }

    int add(List<String> list) {
        int number = free.nextSetBit(0);
        if (number >= 0) {
            free.clear(number);
            lists.set(number, list);
        } else {
            number = lists.size();
            lists.add(list);
        }
        numbers.put(list, number);
        return number;
    }

    /** Returns the list of a number. */
    List<String> list(int number) {
        List<String> list = lists.get(number);
        if (list == null) {
            throw new IllegalStateException("nothing has the number " + number);
        }
        return list;
    }

    int size() {
        return numbers.size();
    }

    /** Frees all numbers except these. */
    void retain(BitSet kept) {
        numbers.values().removeIf(number -> {
            boolean goes = !kept.get(number);
            if (goes) {
                lists.set(number, null);
                free.set(number);
            }
            return goes;
        });
    }
}
