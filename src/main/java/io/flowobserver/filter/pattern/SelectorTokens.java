// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

/** Splits the text of a label selector into words and signs, and skips the white space between them. For one thread. */
final class SelectorTokens {
    private static final String SIGNS = "=!(),><";

    private final String text;
    private int at;

    SelectorTokens(String text) {
        this.text = text;
    }

    /** Returns the next word, or the empty text if a sign or the end comes next. */
    String word() {
        skipSpace();
        int start = at;
        while (at < text.length() && !isSpace(text.charAt(at)) && SIGNS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Skips the sign and returns true if it comes next. */
    boolean accept(String sign) {
        boolean next = startsWith(sign);
        if (next) {
            at += sign.length();
        }
        return next;
    }

    boolean startsWith(String sign) {
        skipSpace();
        return text.startsWith(sign, at);
    }

    void expect(String sign) throws FilterException {
        if (!accept(sign)) {
            throw FilterException.invalid("found '" + rest() + "', expected: '" + sign + "'");
        }
    }

    boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    void expectEnd() throws FilterException {
        if (!atEnd()) {
            throw FilterException.invalid("found '" + rest() + "', expected: ',' or 'end of string'");
        }
    }

    String rest() {
        return text.substring(at);
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
