// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import io.flowobserver.flow.text.Quoted;
import java.util.Locale;

/** A DNS name in which {@code *} stands for any number of letters, digits, dashes and dots. Matches whole names. */
public final class NamePattern {
    private final String pattern;

    private NamePattern(String pattern) {
        this.pattern = pattern;
    }

    /** Trims, lowers and takes off one trailing dot; what then is not a pattern is refused. */
    public static NamePattern parse(String text) throws FilterException {
        String pattern = text.strip();
        if (pattern.endsWith(".")) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        if (pattern.isEmpty()) {
            throw FilterException.invalid("empty pattern");
        }
        if (pattern.endsWith(".")) {
            throw FilterException.invalid("multiple trailing dots in pattern");
        }
        pattern = pattern.toLowerCase(Locale.ROOT);
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!isNameCharacter(c) && c != '_' && c != '*') {
                throw FilterException.invalid("'" + escaped(pattern.codePointAt(i)) + "': invalid rune in pattern");
            }
        }
        return new NamePattern(pattern);
    }

    /** As it stands between single quotes, where the double one needs no escape. */
    private static String escaped(int codePoint) {
        return switch (codePoint) {
            case '\'' -> "\\'";
            case '"' -> "\"";
            default -> {
                String quoted = Quoted.of(Character.toString(codePoint));
                yield quoted.substring(1, quoted.length() - 1);
            }
        };
    }

    public boolean matches(String name) {
        return matches(name, 0, name.length());
    }

    /**
     * Looks at a part of a text, in time proportional to the product of both lengths at worst: only the last star is ever
     * tried again.
     */
    public boolean matches(String text, int from, int to) {
        int p = 0;
        int n = from;
        int star = -1;
        int resume = from;
        while (n < to) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0 && isNameCharacter(text.charAt(resume))) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** What a star stands for; an underscore is not among it. */
    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
}
