// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.List;

/**
 * Walks through one JSON text in place, so that what nobody asks for costs no memory and the rest a small multiple of
 * its length, whatever the text is. A value of another type than what is asked for is {@link NotJson}, too. Names of
 * fields are compared as they are written.
 */
final class JsonScanner {
    private static final byte[] NOTHING = {};

    private final byte[] text;
    private final JsonString string;
    private final Utf8Output output = new Utf8Output();
    private int at;
    /** Whether an object or list was just entered, so that no comma is due. */
    private boolean fresh;

    private int nameStart;
    private int nameEnd;

    JsonScanner(byte[] text) {
        this.text = text;
        this.string = new JsonString(text);
    }

    int position() {
        return at;
    }

    /** Goes back to the value that was at a position. */
    void seek(int position) {
        at = position;
    }

    void enterObject() throws NotJson {
        enter('{');
    }

    /** Goes on to the value of the next field, or leaves the object. */
    boolean hasField() throws NotJson {
        if (!hasMore('}')) {
            return false;
        }
        nameStart = JsonSyntax.token(text, at) + 1;
        nameEnd = JsonSyntax.string(text, at);
        at = JsonSyntax.character(text, nameEnd + 1, ':');
        return true;
    }

    /** The name of the field that {@link #hasField} found, as it is written. */
    boolean isField(String name) {
        boolean same = name.length() == nameEnd - nameStart;
        for (int i = 0; same && i < name.length(); i++) {
            same = text[nameStart + i] == name.charAt(i);
        }
        return same;
    }

    /** What {@link String#hashCode()} is of that name if it is ASCII. */
    int fieldHash() {
        int hash = 0;
        for (int i = nameStart; i < nameEnd; i++) {
            hash = 31 * hash + text[i];
        }
        return hash;
    }

    /** The same name as a string, valid until the next is asked for. */
    JsonString fieldName() {
        return string.over(nameStart, nameEnd);
    }

    /** Passes over a null; false if something else is here. */
    boolean isNull() throws NotJson {
        int token = JsonSyntax.token(text, at);
        if (text[token] != 'n') {
            return false;
        }
        at = JsonSyntax.literal(text, token, "null");
        return true;
    }

    /** Passes over a value of any type. */
    void skip() throws NotJson {
        at = JsonSyntax.value(text, at);
    }

    /** Makes sure that nothing follows. */
    void end() throws NotJson {
        if (JsonSyntax.space(text, at) != text.length) {
            throw new NotJson();
        }
    }

    /** A string, as UTF-8. */
    byte[] text() throws NotJson {
        int start = JsonSyntax.token(text, at) + 1;
        int end = JsonSyntax.string(text, at);
        at = end + 1;
        return utf8(start, end);
    }

    private byte[] utf8(int start, int end) {
        output.count();
        string.over(start, end).copyTo(output);
        if (output.length() == 0) {
            return NOTHING;
        }
        byte[] utf8 = new byte[output.length()];
        output.writeTo(utf8);
        string.over(start, end).copyTo(output);
        return utf8;
    }

    /** A string that is not read yet, valid until the next is asked for. */
    JsonString string() throws NotJson {
        int start = JsonSyntax.token(text, at) + 1;
        int end = JsonSyntax.string(text, at);
        at = end + 1;
        return string.over(start, end);
    }

    boolean flag() throws NotJson {
        int token = JsonSyntax.token(text, at);
        boolean flag = text[token] == 't';
        at = JsonSyntax.literal(text, token, flag ? "true" : "false");
        return flag;
    }

    void enterList() throws NotJson {
        enter('[');
    }

    /** Goes on to the next element, or leaves the list. */
    boolean hasElement() throws NotJson {
        return hasMore(']');
    }

    /** The number of elements of the list here, which is not entered. */
    int elements() throws NotJson {
        int start = at;
        int count = 0;
        for (enterList(); hasElement(); count++) {
            skip();
        }
        at = start;
        return count;
    }

    /** A list of strings. */
    List<byte[]> texts() throws NotJson {
        byte[][] texts = new byte[elements()][];
        enterList();
        for (int i = 0; hasElement(); i++) {
            texts[i] = text();
        }
        return List.of(texts);
    }

    /** A whole number, 0 to 2^64-1 or to what {@code most} (unsigned) says. */
    long unsigned(long most) throws NotJson {
        int start = JsonSyntax.token(text, at);
        at = JsonSyntax.number(text, start);
        long value = 0;
        for (int i = start; i < at; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || Long.compareUnsigned(value, Long.divideUnsigned(most, 10)) > 0) {
                throw new NotJson();
            }
            value = value * 10 + digit;
            if (Long.compareUnsigned(value, digit) < 0 || Long.compareUnsigned(value, most) > 0) {
                throw new NotJson();
            }
        }
        return value;
    }

    /** A whole number, -2^63 to 2^63-1. */
    long signed() throws NotJson {
        int token = JsonSyntax.token(text, at);
        if (text[token] != '-') {
            return unsigned(Long.MAX_VALUE);
        }
        JsonSyntax.number(text, token);
        at = token + 1;
        return -unsigned(Long.MIN_VALUE);
    }

    /** A value of any type, without spaces and with its strings escaped the way the agent does that. */
    byte[] compacted() throws NotJson {
        int start = at;
        skip();
        output.count();
        compact(start, at);
        byte[] json = new byte[output.length()];
        output.writeTo(json);
        compact(start, at);
        return json;
    }

    private void compact(int start, int end) throws NotJson {
        int from = start;
        while (from < end) {
            int octet = text[from];
            if (octet == '"') {
                int quote = JsonSyntax.string(text, from);
                string.over(from + 1, quote).escapeTo(output);
                from = quote;
            } else if (!JsonSyntax.isSpace(octet)) {
                output.octet(octet);
            }
            from++;
        }
    }

    private void enter(char open) throws NotJson {
        at = JsonSyntax.character(text, at, open);
        fresh = true;
    }

    private boolean hasMore(char close) throws NotJson {
        int token = JsonSyntax.token(text, at);
        boolean first = fresh;
        fresh = false;
        if (text[token] == close) {
            at = token + 1;
            return false;
        }
        at = first ? token : JsonSyntax.character(text, token, ',');
        return true;
    }
}
