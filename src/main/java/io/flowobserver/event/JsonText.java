// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Walks through the JSON document of one event. A field that is {@code null} counts as absent. Whatever is malformed or of
 * another type than the one asked for is a {@link JsonException}.
 *
 * <p>Memory is rationed: a document that is dense, all brackets and commas, would take far more of it than its own
 * length, and is refused. Documents that tell something are far from that.
 */
final class JsonText {
    private static final int DEEPEST = 64;
    /** Bytes that may be allocated for each byte of the document and on top, by our own rough reckoning. */
    private static final int BYTES_PER_BYTE = 8;

    private static final int BYTES = 1024;
    private static final int TEXT_COST = 40;
    private static final int NUMBER_COST = 32;
    private static final int ESCAPE_COST = 14;
    private static final int LONG_ESCAPE_COST = 48;
    private static final String PLAIN = "-_.~$&+,/:;=@";

    private final JsonBytes in;
    private long allowance;
    private int depth;
    /** Whether nothing has been read of the object or list that was begun last. */
    private boolean fresh;

    private String field = "";

    JsonText(byte[] json) {
        in = new JsonBytes(json);
        allowance = BYTES + (long) BYTES_PER_BYTE * json.length;
    }

    /**
     * Reckons with an allocation of so many bytes.
     *
     * @throws JsonException if the document has used up what it may
     */
    void charge(int bytes) throws JsonException {
        allowance -= bytes;
        if (allowance < 0) {
            throw JsonException.MALFORMED;
        }
    }

    void beginObject() throws JsonException {
        begin('{');
    }

    /** Goes on to the next field that is not null, or leaves the object. */
    boolean hasField() throws JsonException {
        while (hasNext('}')) {
            field = in.text();
            in.expect(':');
            if (in.peek() != 'n') {
                return true;
            }
            in.literal("null");
        }
        return false;
    }

    /** The name of the field that {@link #hasField()} found. */
    String field() {
        return field;
    }

    /** The same where somebody outside chose the name, and it is kept. */
    String key() throws JsonException {
        charge(TEXT_COST + 2 * field.length());
        return field;
    }

    void beginList() throws JsonException {
        begin('[');
    }

    /** Whether there is a next element; leaves the list if not. */
    boolean hasElement() throws JsonException {
        return hasNext(']');
    }

    String text() throws JsonException {
        String text = in.text();
        charge(TEXT_COST + 2 * text.length());
        return text;
    }

    boolean flag() throws JsonException {
        boolean flag = in.peek() == 't';
        in.literal(flag ? "true" : "false");
        return flag;
    }

    /** A whole number. */
    long number(long least, long most) throws JsonException {
        return in.number(least, most);
    }

    /** A whole number of 64 bits without sign. */
    long unsigned() throws JsonException {
        return in.unsigned();
    }

    /** A text that grows when it is shown, since much of what is neither a letter nor a digit is escaped then. */
    String escapable() throws JsonException {
        String text = text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            charge(plain ? 0 : c < 0x80 ? ESCAPE_COST : LONG_ESCAPE_COST);
        }
        return text;
    }

    List<String> texts() throws JsonException {
        beginList();
        if (!hasElement()) {
            return List.of();
        }
        String first = escapable();
        if (!hasElement()) {
            return List.of(first);
        }
        List<String> texts = new ArrayList<>();
        texts.add(first);
        do {
            texts.add(escapable());
        } while (hasElement());
        return Collections.unmodifiableList(texts);
    }

    /** A list of whole numbers from 0 to 65535. */
    int[] shorts() throws JsonException {
        int[] numbers = new int[4];
        int count = 0;
        beginList();
        while (hasElement()) {
            charge(NUMBER_COST);
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = (int) number(0, 0xFFFF);
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Passes over a value of any type. */
    void skip() throws JsonException {
        switch (in.peek()) {
            case '{' -> {
                beginObject();
                while (hasNext('}')) {
                    in.skipText();
                    in.expect(':');
                    skip();
                }
            }
            case '[' -> {
                beginList();
                while (hasElement()) {
                    skip();
                }
            }
            case '"' -> in.skipText();
            case 't', 'f' -> flag();
            case 'n' -> in.literal("null");
            default -> in.passNumber();
        }
    }

    /** Makes sure that nothing follows. */
    void end() throws JsonException {
        if (in.peek() >= 0) {
            throw JsonException.MALFORMED;
        }
    }

    private void begin(char bracket) throws JsonException {
        in.expect(bracket);
        fresh = true;
        if (++depth > DEEPEST) {
            throw JsonException.MALFORMED;
        }
    }

    private boolean hasNext(char bracket) throws JsonException {
        boolean first = fresh;
        fresh = false;
        if (in.accept(bracket)) {
            depth--;
            return false;
        }
        if (!first) {
            in.expect(',');
        }
        return true;
    }
}
