// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import com.google.gson.JsonObject;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.JsonRecordReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A note in a capture that events were lost, written in JSON.
 *
 * @param source number of the {@code LostEventSource}
 * @param count unsigned
 * @param firstNanos since the epoch, 0 if unknown
 * @param lastNanos since the epoch, 0 if unknown
 */
public record CapturedLoss(int source, int cpu, long count, long firstNanos, long lastNanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Reads a note. Returns null if the bytes are not one. */
    public static @Nullable CapturedLoss parse(EventBytes bytes) {
        try {
            return JsonRecordReader.read(bytes, CapturedLoss::read);
        } catch (ArithmeticException | DateTimeException e) {
            return null;
        }
    }

    private static CapturedLoss read(JsonRecordReader in) throws IOException {
        int source = 0;
        int cpu = 0;
        long count = 0;
        long firstNanos = 0;
        long lastNanos = 0;
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "source" -> source = Integer.parseInt(in.digits());
                case "cpu" -> cpu = Integer.parseInt(in.digits());
                case "num_lost_events" -> count = Long.parseUnsignedLong(in.digits());
                case "first" -> firstNanos = nanos(in.text());
                case "last" -> lastNanos = nanos(in.text());
                default -> in.skip();
            }
        }
        return new CapturedLoss(source, cpu, count, firstNanos, lastNanos);
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

    private static long nanos(String text) {
        Instant time = Instant.parse(text);
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
