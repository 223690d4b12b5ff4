// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user probably meant by an unknown name. */
public final class NearestName {
    private static final int SHORT = 3;

    private NearestName() {}

    /**
     * Returns the nearest name in any case: one that begins with the text, if that has three letters, else the one with
     * the smallest edit distance, if that is at most 2 or at most half of the text's length; of a text of three letters
     * at most 1.
     */
    public static Optional<String> of(String written, Collection<String> names) {
        String text = written.toLowerCase(Locale.ROOT);
        int most = limit(text);
        return names.stream()
                .filter(name -> rank(text, name) <= most)
                .min(Comparator.comparingInt((String name) -> rank(text, name))
                        .thenComparing(name -> !begins(name, text))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Returns the greatest edit distance at which a name is still like a text. */
    public static int limit(String written) {
        return written.length() <= SHORT ? 1 : Math.max(2, written.length() / 2);
    }

    /** Returns the question to append to an error: {@code , did you mean "NAME"?}, or an empty text. */
    public static String question(String written, Collection<String> names) {
        return of(written, names)
                .map(near -> ", did you mean \"" + near + "\"?")
                .orElse("");
    }

    /** Returns what to append to an error about an unknown word: {@code , did you mean "B"? Use A, B or C}. */
    public static String choice(String written, List<String> known) {
        int last = known.size() - 1;
        String meant = question(written, known);
        return (meant.isEmpty() ? ", use " : meant + " Use ") + String.join(", ", known.subList(0, last)) + " or "
                + known.get(last);
    }

    /** Returns whether a name has the first letter of the text, which is seldom the wrong one. */
    private static boolean begins(String name, String text) {
        return name.regionMatches(true, 0, text, 0, 1);
    }

    private static int rank(String text, String name) {
        String known = name.toLowerCase(Locale.ROOT);
        int distance = distance(text, known);
        boolean begun = text.length() >= SHORT && known.startsWith(text);
        return begun ? Math.min(1, distance) : distance;
    }

    /** Returns the edit distance: how many letters have to be inserted, removed, changed, or swapped with the next. */
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
        int[] beforeThat = new int[0];
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
                boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2);
                if (swapped && from.charAt(i - 2) == to.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeThat[j - 2] + 1);
                }
            }
            beforeThat = previous;
            previous = current;
        }
        return previous;
    }
}
