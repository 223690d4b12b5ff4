// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import io.flowobserver.flow.text.Quoted;
import java.util.Locale;

/** A pattern for whole DNS names. {@code *} stands for any number of letters, digits, dashes and dots. */
public final class NamePattern {
    private final String pattern;

    private NamePattern(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Parses a pattern, after it strips white space, removes one trailing dot, and converts the text to lower case.
     *
     * @throws FilterException if the text is empty, has another trailing dot, or has a character that names cannot have
     */
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

    /** Returns the character as written between single quotes, where a double quote needs no escape. */
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
     * Returns whether a part of a text matches. The time is at most proportional to the product of both lengths,
     * because only the last star is tried again.
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

    /** Returns whether a star can stand for the character. It does not stand for an underscore. */
    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
}
