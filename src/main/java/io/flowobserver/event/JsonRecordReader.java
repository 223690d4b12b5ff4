// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of one record: an access log, a notification of the agent, or a note of lost events. It walks from
 * field to field and from element to element; the caller names the type that each value must have.
 *
 * <p>JSON is read strictly: RFC 8259, nested at most 255 deep, numbers of at most 1,023 characters. Text that is not
 * valid Unicode is repaired as Go does it: U+FFFD stands for each byte that is not UTF-8, and for each half of a
 * surrogate pair. Not thread-safe.
 */
public final class JsonRecordReader {
    /** Length of the longest record that is read, in bytes. It bounds the memory that a record can take. */
    public static final int MAX_LENGTH = 64 << 10;

    private final JsonReader in;
    private String field = "";

    /** Makes a record of the values that it reads. */
    public interface Parser<T> {
        /**
         * Reads the values of one record.
         *
         * @throws IOException if the values are not those of such a record
         */
        T parse(JsonRecordReader in) throws IOException;
    }

    private JsonRecordReader(EventBytes bytes) {
        in = new JsonReader(Utf8Decoder.decode(bytes));
        in.setStrictness(Strictness.STRICT);
    }

    /** Reads a record. Returns null if it is too long, not JSON, or not what {@code parser} expects. */
    public static <T> @Nullable T read(EventBytes bytes, Parser<T> parser) {
        if (bytes.length() > MAX_LENGTH) {
            return null;
        }
        JsonRecordReader reader = new JsonRecordReader(bytes);
        try {
            T record = parser.parse(reader);
            return reader.in.peek() == JsonToken.END_DOCUMENT ? record : null;
        } catch (IOException | IllegalStateException | NumberFormatException malformed) {
            // Gson throws all of these for text that is not JSON or has a value of another type.
            return null;
        }
    }

    public void beginObject() throws IOException {
        in.beginObject();
    }

    /** Goes on to the next field, or leaves the object. */
    public boolean nextField() throws IOException {
        if (!in.hasNext()) {
            in.endObject();
            return false;
        }
        field = LoneSurrogates.replace(in.nextName());
        return true;
    }

    /** Goes on to the next field that is not null, or leaves the object. */
    public boolean hasField() throws IOException {
        while (nextField()) {
            if (!isNull()) {
                return true;
            }
            in.nextNull();
        }
        return false;
    }

    /** The name of the present field. */
    public String field() {
        return field;
    }

    public void beginList() throws IOException {
        in.beginArray();
    }

    /** Whether the list has one more element. Leaves the list if not. */
    public boolean hasElement() throws IOException {
        if (in.hasNext()) {
            return true;
        }
        in.endArray();
        return false;
    }

    public String text() throws IOException {
        expect(JsonToken.STRING);
        return LoneSurrogates.replace(in.nextString());
    }

    /** A list of texts, which cannot be changed. */
    public List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        beginList();
        while (hasElement()) {
            texts.add(text());
        }
        return List.copyOf(texts);
    }

    public boolean flag() throws IOException {
        return in.nextBoolean();
    }

    /** A whole number, written without fraction and exponent. */
    public long number(long least, long most) throws IOException {
        expect(JsonToken.NUMBER);
        long number = Long.parseLong(in.nextString());
        if (number < least || number > most) {
            throw new MalformedJsonException("number out of range");
        }
        return number;
    }

    /** A whole number from 0 to {@code most}; both are unsigned. */
    public long unsigned(long most) throws IOException {
        expect(JsonToken.NUMBER);
        long number = Long.parseUnsignedLong(in.nextString());
        if (Long.compareUnsigned(number, most) > 0) {
            throw new MalformedJsonException("number out of range");
        }
        return number;
    }

    /** The characters of a number, or of a text that may hold one. */
    public String digits() throws IOException {
        return in.nextString();
    }

    /**
     * A value of any type, as Go writes JSON: without spaces, safe inside HTML, and {@code \\ufffd} for what is not
     * Unicode.
     */
    public String json() throws IOException {
        StringWriter json = new StringWriter();
        JsonCopy.copy(in, new JsonWriter(json));
        // Gson can write for HTML, too, but escapes more characters than Go.
        return LoneSurrogates.replace(json.toString())
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\uFFFD", "\\ufffd");
    }

    /** Whether the present value is null. */
    public boolean isNull() throws IOException {
        return in.peek() == JsonToken.NULL;
    }

    /** Skips a value of any type, but checks it: Gson's own skipping accepts control characters in texts. */
    public void skip() throws IOException {
        JsonCopy.copy(in, new JsonWriter(Writer.nullWriter()));
    }

    private void expect(JsonToken type) throws IOException {
        if (in.peek() != type) {
            throw new MalformedJsonException("expected " + type);
        }
    }
}
