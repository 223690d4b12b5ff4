// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.l7.Redaction;
import io.flowobserver.enrich.AttributionOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options under which a vector was recorded. */
public record VectorOptions(DecoderOptions decoder, AttributionOptions attribution) {
    public static VectorOptions of(JsonObject vector) {
        JsonObject options = vector.has("parser_options") ? vector.getAsJsonObject("parser_options") : new JsonObject();
        JsonElement optionType = options.get("ip_tracing_option_type");
        return new VectorOptions(
                new DecoderOptions(optionType == null ? 0 : optionType.getAsInt(), redaction(options)),
                new AttributionOptions(
                        flag(options, "network_policy_correlation", true),
                        flag(options, "skip_unknown_cgroup_ids", true)));
    }

    private static Redaction redaction(JsonObject options) {
        JsonObject redact = options.getAsJsonObject("redact");
        if (redact == null) {
            return Redaction.DEFAULT;
        }
        return new Redaction(
                true,
                flag(redact, "http_query", false),
                flag(redact, "http_user_info", false),
                texts(redact.getAsJsonArray("allow_headers")),
                texts(redact.getAsJsonArray("deny_headers")),
                flag(redact, "kafka_api_key", false));
    }

    private static boolean flag(JsonObject options, String name, boolean usual) {
        return options.has(name) ? options.get(name).getAsBoolean() : usual;
    }

    private static List<String> texts(@Nullable JsonArray array) {
        List<String> texts = new ArrayList<>();
        if (array != null) {
            array.forEach(element -> texts.add(element.getAsString()));
        }
        return texts;
    }
}
