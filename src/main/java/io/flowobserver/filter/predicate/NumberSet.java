// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.predicate;

/** A set of enum numbers. It never contains numbers above 255, because no column can hold them. */
public final class NumberSet {
    private static final int NUMBERS = 256;

    private final boolean[] held = new boolean[NUMBERS];

    public NumberSet(Iterable<Integer> numbers) {
        for (int number : numbers) {
            if (number >= 0 && number < NUMBERS) {
                held[number] = true;
            }
        }
    }

    public boolean has(int number) {
        return number >= 0 && number < NUMBERS && held[number];
    }
}
