// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.event.EventBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The recorded decoder vectors: events, and what became of them. */
public final class Vectors {
    private Vectors() {}

    /** The vectors of 1.19-dev, which are read as the old generation. */
    public static List<JsonObject> read(String name) {
        return readResource("/vectors/" + name);
    }

    /** The vectors of 1.21-dev. */
    public static List<JsonObject> readNew(String name) {
        return readResource("/vectors-1.21/" + name);
    }

    /** The ids of the vectors of 1.19-dev whose answer is another one in 1.21-dev. */
    public static Set<String> differentInNew() {
        var resource =
                Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors-1.21/differs-from-1.19.json"));
        try (var text = new InputStreamReader(resource, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(text).getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsString)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonObject> readResource(String name) {
        var resource = Objects.requireNonNull(Vectors.class.getResourceAsStream(name + ".jsonl.gz"));
        try (var lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("vectors=" + name, e);
        }
    }

    /** The bytes of an event of the perf ring, or of an access-log record. */
    public static EventBytes bytes(JsonObject vector) {
        JsonObject event = vector.getAsJsonObject("event");
        return EventBytes.of(
                event.has("log_record")
                        ? event.get("log_record").toString().getBytes(StandardCharsets.UTF_8)
                        : HexFormat.of().parseHex(event.get("data_hex").getAsString()));
    }

    public static String id(JsonObject vector) {
        return vector.get("id").getAsString();
    }

    /** Whether the event is left out on purpose. */
    public static boolean isSkipped(JsonObject vector) {
        return vector.has("error") && vector.get("error").getAsString().equals("event was skipped");
    }

    public static boolean isRefused(JsonObject vector) {
        return vector.has("error") || vector.has("panic");
    }
}
