// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a user probably meant by an unknown name. */
public final class NearestName {
    private NearestName() {}

    /** Returns the name with the smallest edit distance, if that is at most 2 or at most half of the text's length. */
    public static Optional<String> of(String written, Collection<String> names) {
        int most = limit(written);
        return names.stream()
                .filter(name -> distance(written, name) <= most)
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Returns the greatest edit distance at which a name is still like a text. */
    public static int limit(String written) {
        return Math.max(2, written.length() / 2);
    }

    /** Returns the edit distance: how many letters have to be inserted, removed or changed. */
    public static int distance(String from, String to) {
        return distances(from, to)[to.length()];
    }

    /** Returns the edit distance from a text to that beginning of a name which is nearest to it. */
    public static int distanceToBeginning(String from, String name) {
        int nearest = Integer.MAX_VALUE;
        for (int distance : distances(from, name)) {
            nearest = Math.min(nearest, distance);
        }
        return nearest;
    }

    /** Returns the edit distances from a text to each beginning of another, by its length. */
    private static int[] distances(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous;
    }
}
