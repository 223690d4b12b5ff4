// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads globs as {@link java.nio.file.FileSystem#getPathMatcher} does: {@code *}, {@code ?}, {@code [a-z]},
 * {@code [!a-z]}, {@code {a,b}} and backslashes. That method takes paths only, and in the C locale a path cannot have
 * characters other than ASCII, but the name of a network device can.
 */
final class Glob {
    private final String text;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private boolean inGroup;

    private Glob(String text) {
        this.text = text;
    }

    /**
     * @throws PatternSyntaxException if the text is no glob
     */
    static Pattern compile(String text) {
        return Pattern.compile(new Glob(text).toRegex(), Pattern.DOTALL);
    }

    private String toRegex() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> characterClass();
                case '{' -> openGroup();
                case '}' -> regex.append(inGroup ? ")" : "\\}");
                case ',' -> regex.append(inGroup ? "|" : ",");
                case '\\' -> literal(next("a backslash ends it"));
                default -> literal(c);
            }
            inGroup &= c != '}';
        }
        if (inGroup) {
            throw invalid("a { has no }");
        }
        return regex.toString();
    }

    private void openGroup() {
        if (inGroup) {
            throw invalid("a { is inside another");
        }
        inGroup = true;
        regex.append("(?:");
    }

    private void characterClass() {
        String missing = "a [ has no ]";
        regex.append('[');
        char c = next(missing);
        if (c == '!') {
            regex.append('^');
            c = next(missing);
        }
        while (c != ']') {
            // Only the minus sign means in a regular expression what it means here.
            regex.append(c == '-' ? "" : "\\x{").append(c == '-' ? "-" : Integer.toHexString(c) + "}");
            c = next(missing);
        }
        regex.append(']');
    }

    private char next(String missing) {
        if (at == text.length()) {
            throw invalid(missing);
        }
        return text.charAt(at++);
    }

    private void literal(char c) {
        regex.append(Pattern.quote(String.valueOf(c)));
    }

    private PatternSyntaxException invalid(String reason) {
        return new PatternSyntaxException(reason, text, at - 1);
    }
}
