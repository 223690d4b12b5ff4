// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import com.google.gson.JsonObject;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.source.capture.CaptureWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;

/** Writes the events of vectors as a source would have recorded them. */
public final class VectorCapture {
    private static final int NO_CPU = -1;

    private VectorCapture() {}

    public static void write(Path file, List<JsonObject> vectors) throws Exception {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (JsonObject vector : vectors) {
                JsonObject event = vector.getAsJsonObject("event");
                if (event.has("data_hex")) {
                    int cpu = event.get("cpu").getAsInt();
                    writer.write(SampleKind.PERF, SampleOrigin.UNKNOWN, cpu, time(event), Vectors.bytes(vector));
                } else if (isMessage(event, MessageType.ACCESS_LOG, "log_record")) {
                    writer.write(
                            SampleKind.ACCESS_LOG,
                            SampleOrigin.UNKNOWN,
                            NO_CPU,
                            time(event),
                            json(event, "log_record"));
                } else if (isMessage(event, MessageType.AGENT, "message")) {
                    writer.write(SampleKind.AGENT, SampleOrigin.UNKNOWN, NO_CPU, time(event), json(event, "message"));
                } else if (event.has("num_lost_events")) {
                    writer.write(SampleKind.LOST, SampleOrigin.UNKNOWN, NO_CPU, time(event), json(vector, "event"));
                }
            }
        }
    }

    /** Other pairs of type and content can come from nowhere but a test, and a capture cannot hold them. */
    private static boolean isMessage(JsonObject event, int type, String content) {
        return event.has(content) && event.get("message_type").getAsInt() == type;
    }

    private static EventBytes json(JsonObject event, String field) {
        return EventBytes.of(event.get(field).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static long time(JsonObject event) throws ParseException {
        return Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));
    }
}
