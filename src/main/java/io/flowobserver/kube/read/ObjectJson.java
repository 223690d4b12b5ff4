// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.flowobserver.kube.object.LabelSet;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks through JSON by what its reader expects. A value of another type is skipped and noted as a problem of the object
 * that it belongs to, so the objects behind it are still found. Null is as if a field were not there. Not thread-safe.
 */
final class ObjectJson {
    private static final int MAX_PLACE = 100;

    private final JsonReader in;
    private final Pools pools;
    private String problem = "";

    /** Reads the value of a field, all of it. */
    @FunctionalInterface
    interface FieldReader {
        /** Reads or skips the value. */
        void read(String name) throws IOException;
    }

    /** Reads the next element of a list, or the value of a field whose name is known, all of it. */
    @FunctionalInterface
    interface ElementReader {
        /** Reads or skips it. */
        void read() throws IOException;
    }

    ObjectJson(Reader text, Pools pools) {
        this.pools = pools;
        in = new JsonReader(text);
        in.setStrictness(Strictness.STRICT);
    }

    /** Whether there is another document behind the one before. Waits until it begins. */
    boolean hasDocument() throws IOException {
        // Gson accepts a second one only if it is lenient.
        in.setStrictness(Strictness.LENIENT);
        boolean has = in.peek() != JsonToken.END_DOCUMENT;
        in.setStrictness(Strictness.STRICT);
        return has;
    }

    /** What is wrong with the object since the last call; empty if nothing is. */
    String takeProblem() {
        String taken = problem;
        problem = "";
        return taken;
    }

    /** Something is wrong that is in no place. */
    void lacking(String what) {
        if (problem.isEmpty()) {
            problem = what;
        }
    }

    /** The present value is wrong. */
    void wrong(String what) {
        if (problem.isEmpty()) {
            String place = in.getPath();
            problem = (place.length() > MAX_PLACE ? "..." + place.substring(place.length() - MAX_PLACE) : place) + what;
        }
    }

    Pools pools() {
        return pools;
    }

    void skip() throws IOException {
        in.skipValue();
    }

    void object(FieldReader fields) throws IOException {
        if (isOf(JsonToken.BEGIN_OBJECT, " is not an object")) {
            in.beginObject();
            while (in.hasNext()) {
                fields.read(in.nextName());
            }
            in.endObject();
        }
    }

    /** An object of which one field counts. */
    void only(String field, ElementReader value) throws IOException {
        object(name -> {
            if (name.equals(field)) {
                value.read();
            } else {
                skip();
            }
        });
    }

    void list(ElementReader elements) throws IOException {
        if (isOf(JsonToken.BEGIN_ARRAY, " is not a list")) {
            in.beginArray();
            while (in.hasNext()) {
                elements.read();
            }
            in.endArray();
        }
    }

    /** A text of which there are few equal ones; empty if it is none. */
    String text() throws IOException {
        return isOf(JsonToken.STRING, " is not a text") ? in.nextString() : "";
    }

    /** Adds a text, unless it is none or empty. */
    void addText(Collection<String> texts) throws IOException {
        String text = text();
        if (!text.isEmpty()) {
            texts.add(text);
        }
    }

    /** A text that many objects have; empty if it is none. */
    String sharedText() throws IOException {
        String text = text();
        return text.isEmpty() ? "" : pools.texts.shared(text);
    }

    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        list(() -> texts.add(text()));
        return List.copyOf(texts);
    }

    LabelSet labels() throws IOException {
        Map<String, String> labels = new LinkedHashMap<>();
        object(key -> labels.put(pools.texts.shared(key), sharedText()));
        return pools.labels.shared(LabelSet.of(labels));
    }

    boolean flag() throws IOException {
        return isOf(JsonToken.BOOLEAN, " is not true or false") && in.nextBoolean();
    }

    /** Null if nothing is said. */
    @Nullable
    Boolean flagOrNull() throws IOException {
        return in.peek() == JsonToken.NULL ? nothing() : Boolean.valueOf(flag());
    }

    /** A whole number from 0 on; 0 if it is none. */
    long number(long most) throws IOException {
        if (!isOf(JsonToken.NUMBER, " is not a number")) {
            return 0;
        }
        String digits = in.nextString();
        try {
            long number = Long.parseLong(digits);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException fraction) {
            // Told as one that is out of range.
        }
        wrong(" is out of range");
        return 0;
    }

    private @Nullable Boolean nothing() throws IOException {
        in.nextNull();
        return null;
    }

    private boolean isOf(JsonToken type, String otherwise) throws IOException {
        JsonToken present = in.peek();
        if (present == type) {
            return true;
        }
        if (present != JsonToken.NULL) {
            wrong(otherwise);
        }
        in.skipValue();
        return false;
    }
}
