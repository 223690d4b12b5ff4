// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The flags of {@code observer serve} that stand for the options under which a vector was recorded. */
public final class ParserFlags {
    private static final Map<String, String> NAMES = Map.of(
            "ip_tracing_option_type", "--ip-tracing-option-type=",
            "network_policy_correlation", "--network-policy-correlation=",
            "skip_unknown_cgroup_ids", "--skip-unknown-cgroup-ids=",
            "http_query", "--redact-http-urlquery=",
            "http_user_info", "--redact-http-userinfo=",
            "kafka_api_key", "--redact-kafka-apikey=",
            "allow_headers", "--redact-http-headers-allow=",
            "deny_headers", "--redact-http-headers-deny=");

    private ParserFlags() {}

    /** Not if headers are both allowed and denied: decoders can do that, but neither daemon takes such flags. */
    public static boolean canBeGiven(JsonObject vector) {
        JsonObject options = vector.getAsJsonObject("parser_options");
        JsonObject redact = options == null ? null : options.getAsJsonObject("redact");
        return redact == null || !redact.has("allow_headers") || !redact.has("deny_headers");
    }

    public static List<String> of(JsonObject options) {
        List<String> flags = new ArrayList<>();
        options.entrySet().forEach(option -> {
            if (option.getKey().equals("redact")) {
                flags.add("--redact-enabled");
                JsonObject redact = option.getValue().getAsJsonObject();
                redact.entrySet().forEach(part -> add(flags, part.getKey(), part.getValue()));
            } else {
                add(flags, option.getKey(), option.getValue());
            }
        });
        return flags;
    }

    private static void add(List<String> flags, String option, JsonElement value) {
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(element -> flags.add(NAMES.get(option) + element.getAsString()));
        } else {
            flags.add(NAMES.get(option) + value.getAsString());
        }
    }
}
