// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.predicate;

/** A few enum numbers; numbers above 255, which no column can hold, are never in it. */
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
