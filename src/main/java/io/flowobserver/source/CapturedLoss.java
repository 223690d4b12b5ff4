// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.flowobserver.event.EventBytes;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A loss as a capture holds it, in JSON.
 *
 * @param source number of the {@code LostEventSource}
 * @param count unsigned
 * @param firstNanos since the epoch, 0 if unknown
 * @param lastNanos since the epoch, 0 if unknown
 */
public record CapturedLoss(int source, int cpu, long count, long firstNanos, long lastNanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Reads a note; null if the bytes are none. */
    public static @Nullable CapturedLoss parse(EventBytes bytes) {
        try {
            var json = JsonParser.parseString(new String(bytes.toArray(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            return new CapturedLoss(
                    intOf(json, "source"),
                    intOf(json, "cpu"),
                    json.has("num_lost_events")
                            ? Long.parseUnsignedLong(json.get("num_lost_events").getAsString())
                            : 0,
                    timeOf(json, "first"),
                    timeOf(json, "last"));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ArithmeticException
                | DateTimeException e) {
            // All of them say the same: this is somebody else's text.
            return null;
        }
    }

    public EventBytes toJson() {
        var json = new JsonObject();
        json.addProperty("source", source);
        json.addProperty("num_lost_events", Long.toUnsignedString(count));
        json.addProperty("cpu", cpu);
        addTime(json, "first", firstNanos);
        addTime(json, "last", lastNanos);
        return EventBytes.of(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static int intOf(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value == null ? 0 : Integer.parseInt(value.getAsString());
    }

    private static long timeOf(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            return 0;
        }
        var time = Instant.parse(value.getAsString());
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
    }

    private static void addTime(JsonObject json, String name, long nanos) {
        if (nanos != 0) {
            var time = Instant.ofEpochSecond(
                    Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
            json.addProperty(name, time.toString());
        }
    }
}
