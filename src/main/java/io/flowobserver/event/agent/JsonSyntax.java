// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

/** Where the parts of a JSON text end (RFC 8259, nested 64 deep at most). Each method takes and returns a position. */
final class JsonSyntax {
    private static final int DEEPEST = 64;
    private static final int UNICODE_DIGITS = 4;

    private JsonSyntax() {}

    /** The next octet that is no space; the end of the text is none. */
    static int token(byte[] text, int at) throws NotJson {
        int token = space(text, at);
        if (token == text.length) {
            throw new NotJson();
        }
        return token;
    }

    /** Behind the spaces here, if any. */
    static int space(byte[] text, int at) {
        while (at < text.length && isSpace(text[at])) {
            at++;
        }
        return at;
    }

    static boolean isSpace(int octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    /** Behind the value here. */
    static int value(byte[] text, int at) throws NotJson {
        return value(text, at, 0);
    }

    private static int value(byte[] text, int at, int depth) throws NotJson {
        int start = token(text, at);
        return switch (text[start]) {
            case '{' -> members(text, start, '}', depth);
            case '[' -> members(text, start, ']', depth);
            case '"' -> string(text, start) + 1;
            case 't' -> literal(text, start, "true");
            case 'f' -> literal(text, start, "false");
            case 'n' -> literal(text, start, "null");
            default -> number(text, start);
        };
    }

    private static int members(byte[] text, int at, char close, int depth) throws NotJson {
        if (depth == DEEPEST) {
            throw new NotJson();
        }
        int next = token(text, at + 1);
        if (text[next] == close) {
            return next + 1;
        }
        while (true) {
            if (close == '}') {
                next = character(text, string(text, token(text, next)) + 1, ':');
            }
            next = token(text, value(text, next, depth + 1));
            if (text[next] == close) {
                return next + 1;
            }
            next = character(text, next, ',');
        }
    }

    /** Behind the character that has to be here. */
    static int character(byte[] text, int at, char expected) throws NotJson {
        int token = token(text, at);
        if (text[token] != expected) {
            throw new NotJson();
        }
        return token + 1;
    }

    /** The closing quote of the string whose opening quote has to be here. */
    static int string(byte[] text, int at) throws NotJson {
        int end = character(text, at, '"');
        while (end < text.length && text[end] != '"') {
            if (text[end] >= 0 && text[end] < ' ') {
                throw new NotJson();
            }
            end = text[end] == '\\' ? escape(text, end + 1) : end + 1;
        }
        if (end >= text.length) {
            throw new NotJson();
        }
        return end;
    }

    private static int escape(byte[] text, int at) throws NotJson {
        if (at < text.length && text[at] == 'u' && text.length - at > UNICODE_DIGITS) {
            for (int i = 1; i <= UNICODE_DIGITS; i++) {
                if (Character.digit(text[at + i], 16) < 0) {
                    throw new NotJson();
                }
            }
            return at + 1 + UNICODE_DIGITS;
        }
        if (at == text.length || "\"\\/bfnrt".indexOf(text[at]) < 0) {
            throw new NotJson();
        }
        return at + 1;
    }

    /** Behind the number that has to be here. */
    static int number(byte[] text, int at) throws NotJson {
        int start = at < text.length && text[at] == '-' ? at + 1 : at;
        int end = digits(text, start);
        if (text[start] == '0' && end > start + 1) {
            throw new NotJson();
        }
        if (end < text.length && text[end] == '.') {
            end = digits(text, end + 1);
        }
        if (end < text.length && (text[end] == 'e' || text[end] == 'E')) {
            boolean sign = end + 1 < text.length && (text[end + 1] == '+' || text[end + 1] == '-');
            end = digits(text, sign ? end + 2 : end + 1);
        }
        return end;
    }

    private static int digits(byte[] text, int at) throws NotJson {
        int end = at;
        while (end < text.length && text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        if (end == at) {
            throw new NotJson();
        }
        return end;
    }

    /** Behind the word that has to be here. */
    static int literal(byte[] text, int at, String word) throws NotJson {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= text.length || text[at + i] != word.charAt(i)) {
                throw new NotJson();
            }
        }
        return at + word.length();
    }
}
