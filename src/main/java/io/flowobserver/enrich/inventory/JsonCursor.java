// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.flowobserver.flow.text.NearestName;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document and keeps track of the position, so that every error message contains it. A field with the
 * value {@code null} counts as absent. All input is checked: a wrong type, a number out of range or too deep nesting
 * throws an {@link InventoryException}. For malformed JSON, the JSON reader throws its own exceptions, see
 * {@link #explain}.
 */
final class JsonCursor {
    private static final int DEEPEST = 64;
    private static final int LONGEST_QUOTE = 60;
    private static final Pattern LOCATION = Pattern.compile(" at line (\\d+) column (\\d+)");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,19}");

    private final String source;
    private final JsonReader in;
    private final StringBuilder path = new StringBuilder();
    private final int[] marks = new int[DEEPEST];
    private final int[] elements = new int[DEEPEST];
    private int depth = -1;
    private String field = "";

    JsonCursor(String source, Reader text) {
        this.source = source;
        this.in = new JsonReader(text);
    }

    void beginObject() throws IOException {
        expect(JsonToken.BEGIN_OBJECT, "an object");
        in.beginObject();
        push();
    }

    /**
     * Moves to the next field that is not null and returns true. At the end, leaves the object and returns false. The
     * keys may be any.
     */
    boolean hasField() throws IOException {
        return hasField(null);
    }

    /** Moves to the next field as {@link #hasField()} does. A key that such an object cannot have is refused. */
    boolean hasField(@Nullable InventoryObject object) throws IOException {
        path.setLength(marks[depth]);
        while (in.hasNext()) {
            field = in.nextName();
            path.append(path.length() == 0 ? "" : ".").append(printable(field));
            if (object != null && !object.keys().contains(field)) {
                throw problem("unknown key" + NearestName.choice(printable(field), object.keys()));
            }
            if (in.peek() != JsonToken.NULL) {
                return true;
            }
            in.nextNull();
            path.setLength(marks[depth]);
        }
        in.endObject();
        depth--;
        return false;
    }

    /** Returns the name of the field to which {@link #hasField()} moved. */
    String field() {
        return field;
    }

    void beginList() throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "a list");
        in.beginArray();
        push();
    }

    /** Moves to the next element and returns true. At the end, leaves the list and returns false. */
    boolean hasElement() throws IOException {
        path.setLength(marks[depth]);
        if (in.hasNext()) {
            path.append('[').append(elements[depth]++).append(']');
            return true;
        }
        in.endArray();
        depth--;
        return false;
    }

    String text() throws IOException {
        expect(JsonToken.STRING, "a string");
        return in.nextString();
    }

    boolean flag() throws IOException {
        expect(JsonToken.BOOLEAN, "true or false");
        return in.nextBoolean();
    }

    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        beginList();
        while (hasElement()) {
            texts.add(text());
        }
        return texts;
    }

    /** Reads an integer, given as a JSON number or a string. All three numbers are unsigned. */
    long number(long least, long most) throws IOException {
        if (in.peek() != JsonToken.NUMBER) {
            expect(JsonToken.STRING, "a number");
        }
        String digits = in.nextString();
        if (DIGITS.matcher(digits).matches()) {
            try {
                long value = Long.parseUnsignedLong(digits);
                if (Long.compareUnsigned(value, least) >= 0 && Long.compareUnsigned(value, most) <= 0) {
                    return value;
                }
            } catch (NumberFormatException outOfRange) {
                // The number is out of range; the code below reports it.
            }
        }
        throw problem(quote(digits) + " is not a whole number from " + Long.toUnsignedString(least) + " to "
                + Long.toUnsignedString(most));
    }

    Prefix address() throws IOException {
        String text = text();
        return known(PrefixParser.parseAddress(text), text, "an IP address");
    }

    Prefix prefix() throws IOException {
        String text = text();
        return known(PrefixParser.parse(text), text, "an IP address or prefix");
    }

    /** Skips a value of any type. */
    void skip() throws IOException {
        in.skipValue();
    }

    void end() throws IOException {
        if (in.peek() != JsonToken.END_DOCUMENT) {
            throw problem("unexpected content after the end of the document");
        }
    }

    /** Returns an error at the current position. */
    InventoryException problem(String problem) {
        return new InventoryException(source, path.length() == 0 ? problem : path + ": " + problem);
    }

    /** Converts an exception of the JSON reader to an error message. */
    InventoryException explain(Exception cause) {
        if (cause instanceof InventoryException explained) {
            return explained;
        }
        if (cause instanceof CharacterCodingException) {
            return new InventoryException(source, "is not UTF-8 text");
        }
        Matcher location = LOCATION.matcher(in.toString());
        String place = location.find() ? "line " + location.group(1) + ", column " + location.group(2) + ": " : "";
        String problem = cause instanceof EOFException ? "ends too early" : "not valid JSON, or nested too deep";
        return new InventoryException(source, place + problem);
    }

    private static String quote(String text) {
        return '"' + printable(text) + '"';
    }

    private static String printable(String text) {
        String shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
        return CONTROL.matcher(shown).replaceAll("?");
    }

    private Prefix known(@Nullable Prefix prefix, String text, String wanted) throws InventoryException {
        if (prefix == null) {
            throw problem(quote(text) + " is not " + wanted);
        }
        return prefix;
    }

    private void expect(JsonToken expected, String wanted) throws IOException {
        if (in.peek() != expected) {
            throw problem("must be " + wanted);
        }
    }

    private void push() {
        depth++;
        marks[depth] = path.length();
        elements[depth] = 0;
    }
}
