// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Walks through the JSON document of one event. A field that is {@code null} counts as absent. Whatever is malformed,
 * of another type than the one asked for, or beyond the {@link Ration} is a {@link NotJson}.
 */
final class JsonText {
    private static final long MOST_UNSIGNED = -1;

    private static final int LIST_COST = 72;
    private static final int REFERENCE_COST = 4;

    private final JsonScanner in;
    private final Ration ration;
    private final StringReader strings;
    private String field = "";

    JsonText(byte[] json) {
        in = new JsonScanner(json);
        ration = new Ration(json.length);
        strings = new StringReader(ration);
    }

    /** What may be allocated for the document. */
    Ration ration() {
        return ration;
    }

    /** @param cost bytes of what is made of each such object, texts apart */
    void beginObject(int cost) throws NotJson {
        ration.take(cost);
        in.enterObject();
    }

    /** Goes on to the next field that is not null, or leaves the object. */
    boolean hasField() throws NotJson {
        while (in.hasField()) {
            String usual = FieldNames.usual(in);
            field = usual == null ? strings.read(in.fieldName()) : usual;
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

    /** @param cost bytes of what is made of each such list, elements apart */
    void beginList(int cost) throws NotJson {
        ration.take(cost);
        in.enterList();
    }

    /** Whether there is a next element; leaves the list if not. */
    boolean hasElement() throws NotJson {
        return in.hasElement();
    }

    /** A text that is compared or computed with, not shown. */
    String text() throws NotJson {
        return strings.read(in.string());
    }

    /** A text that becomes a field of so many messages, or goes into a summary, which is the same. */
    String shown(int times) throws NotJson {
        String text = text();
        ration.take(times * Footprint.field(text));
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

    /** A list of texts, which may not be changed. */
    List<String> texts() throws NotJson {
        String[] texts = new String[elements(REFERENCE_COST)];
        in.enterList();
        for (int i = 0; in.hasElement(); i++) {
            texts[i] = text();
        }
        return texts.length == 0 ? List.of() : Collections.unmodifiableList(Arrays.asList(texts));
    }

    /**
     * A list of whole numbers from 0 to 65535.
     *
     * @param cost bytes of what is made of each, apart from the number itself
     */
    int[] shorts(int cost) throws NotJson {
        int[] numbers = new int[elements(Integer.BYTES + cost)];
        in.enterList();
        for (int i = 0; in.hasElement(); i++) {
            numbers[i] = (int) number(0, 0xFFFF);
        }
        return numbers;
    }

    /** The number of elements of the list here, all of which are taken from the ration. */
    private int elements(int cost) throws NotJson {
        int count = in.elements();
        ration.take(LIST_COST + (long) cost * count);
        return count;
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
