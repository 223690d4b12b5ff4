// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Redaction;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recorded access-log records go down the whole road as the JSON of a capture, and must be the recorded flows. */
class AccessLogVectorsTest {
    private final Inventory world = Worlds.inventory();
    private final Map<String, VectorPipeline> groups = new HashMap<>();

    @Test
    void pipeline_accessLog_makesTheRecordedFlows() throws Exception {
        List<JsonObject> vectors = new ArrayList<>(Vectors.read("l7"));
        vectors.sort(Comparator.comparingInt(AccessLogVectorsTest::position));
        List<String> differences = new ArrayList<>();
        int refused = 0;
        for (JsonObject vector : vectors) {
            String difference = pipeline(vector).run(vector, SampleKind.ACCESS_LOG, record(vector));
            refused += Vectors.isRefused(vector) ? 1 : 0;
            if (difference != null) {
                differences.add(vector.get("id").getAsString() + ' ' + vector.get("note") + ' ' + difference);
            }
        }
        System.out.println("vectors l7: " + (vectors.size() - refused) + " flows, " + refused + " refused, "
                + differences.size() + " differ");
        assertThat(differences).isEmpty();
        assertThat(refused).isPositive();
        assertThat(groups).isNotEmpty();
    }

    private static int position(JsonObject vector) {
        return vector.has("seq") ? vector.get("seq").getAsInt() : 0;
    }

    private static EventBytes record(JsonObject vector) {
        JsonElement record = vector.getAsJsonObject("event").get("log_record");
        return EventBytes.of(record.toString().getBytes(StandardCharsets.UTF_8));
    }

    private VectorPipeline pipeline(JsonObject vector) {
        DecoderOptions options = new DecoderOptions(0, redaction(vector.getAsJsonObject("parser_options")));
        return vector.has("group")
                ? groups.computeIfAbsent(
                        vector.get("group").getAsString(), unused -> new VectorPipeline(world, options))
                : new VectorPipeline(world, options);
    }

    private static Redaction redaction(JsonObject options) {
        JsonObject redact = options == null ? null : options.getAsJsonObject("redact");
        if (redact == null) {
            return Redaction.DEFAULT;
        }
        return new Redaction(
                true,
                flag(redact, "http_query"),
                flag(redact, "http_user_info"),
                texts(redact, "allow_headers"),
                texts(redact, "deny_headers"),
                flag(redact, "kafka_api_key"));
    }

    private static boolean flag(JsonObject redact, String name) {
        return redact.has(name) && redact.get(name).getAsBoolean();
    }

    private static List<String> texts(JsonObject redact, String name) {
        JsonArray texts = redact.has(name) ? redact.getAsJsonArray(name) : new JsonArray();
        return texts.asList().stream().map(JsonElement::getAsString).toList();
    }
}
