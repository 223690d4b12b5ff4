// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Walks through the JSON document of one event. A field that is {@code null} counts as absent. Whatever is malformed,
 * of another type than the one asked for, or beyond the {@link Ration} is a {@link NotJson}.
 */
final class JsonText {
    private static final long MOST_UNSIGNED = -1;

    private final JsonScanner in;
    private final Ration ration;
    private String field = "";

    JsonText(byte[] json) {
        in = new JsonScanner(json);
        ration = new Ration(json.length);
    }

    /** What may be allocated for the document. */
    Ration ration() {
        return ration;
    }

    void beginObject() throws NotJson {
        in.enterObject();
    }

    /** Goes on to the next field that is not null, or leaves the object. */
    boolean hasField() throws NotJson {
        while (in.hasField()) {
            field = in.fieldName();
            if (!in.isNull()) {
                return true;
            }
        }
        return false;
    }

    /** The name of the field that {@link #hasField()} found. */
    String field() {
        return field;
    }

    /** The same where somebody outside chose the name, and it is kept. */
    String key() throws NotJson {
        ration.text(field);
        return field;
    }

    void beginList() throws NotJson {
        in.enterList();
    }

    /** Whether there is a next element; leaves the list if not. */
    boolean hasElement() throws NotJson {
        return in.hasElement();
    }

    String text() throws NotJson {
        String text = in.string();
        ration.text(text);
        return text;
    }

    boolean flag() throws NotJson {
        return in.flag();
    }

    /** A whole number. */
    long number(long least, long most) throws NotJson {
        long value = in.signed();
        if (value < least || value > most) {
            throw new NotJson();
        }
        return value;
    }

    /** A whole number of 64 bits without sign. */
    long unsigned() throws NotJson {
        return in.unsigned(MOST_UNSIGNED);
    }

    /** A text that grows when it is shown, since much of what is neither a letter nor a digit is escaped then. */
    String escapable() throws NotJson {
        String text = text();
        ration.escapes(text);
        return text;
    }

    List<String> texts() throws NotJson {
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
    int[] shorts() throws NotJson {
        int[] numbers = new int[4];
        int count = 0;
        beginList();
        while (hasElement()) {
            ration.number();
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = (int) number(0, 0xFFFF);
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Passes over a value of any type. */
    void skip() throws NotJson {
        in.skip();
    }

    /** Makes sure that nothing follows. */
    void end() throws NotJson {
        in.end();
    }
}
