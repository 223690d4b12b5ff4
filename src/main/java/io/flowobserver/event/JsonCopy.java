// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.EOFException;
import java.io.IOException;

/** Copies one JSON value of any type, without spaces; numbers stay as they are written. */
final class JsonCopy {
    private JsonCopy() {}

    static void copy(JsonReader in, JsonWriter out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = in.peek();
            depth += depthChange(token);
            copyToken(token, in, out);
        } while (depth > 0);
    }

    private static int depthChange(JsonToken token) {
        return switch (token) {
            case BEGIN_OBJECT, BEGIN_ARRAY -> 1;
            case END_OBJECT, END_ARRAY -> -1;
            default -> 0;
        };
    }

    private static void copyToken(JsonToken token, JsonReader in, JsonWriter out) throws IOException {
        switch (token) {
            case BEGIN_OBJECT -> {
                in.beginObject();
                out.beginObject();
            }
            case END_OBJECT -> {
                in.endObject();
                out.endObject();
            }
            case BEGIN_ARRAY -> {
                in.beginArray();
                out.beginArray();
            }
            case END_ARRAY -> {
                in.endArray();
                out.endArray();
            }
            case NAME -> out.name(in.nextName());
            case STRING -> out.value(in.nextString());
            case NUMBER -> out.jsonValue(in.nextString());
            case BOOLEAN -> out.value(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                out.nullValue();
            }
            case END_DOCUMENT -> throw new EOFException();
        }
    }
}
