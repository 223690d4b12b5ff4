// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.flowobserver.vectors.Vectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Vectors that one daemon can replay: recorded under the same options, and without two groups of which one could answer
 * the other's requests, since each group was recorded with a decoder of its own.
 */
final class ReplayRun {
    private final JsonObject options;
    private final List<JsonObject> vectors = new ArrayList<>();
    /** The request ids that are used. */
    private final Set<JsonElement> ids = new HashSet<>();

    private ReplayRun(JsonObject options) {
        this.options = options;
    }

    /** As few runs as it takes, in the order of the vectors; members of a group stay together. */
    static List<ReplayRun> of(List<JsonObject> vectors) {
        Map<String, List<JsonObject>> units = new LinkedHashMap<>();
        for (JsonObject vector : vectors) {
            String unit = vector.has("group") ? vector.get("group").getAsString() : Vectors.id(vector);
            units.computeIfAbsent(unit, none -> new ArrayList<>()).add(vector);
        }
        List<ReplayRun> runs = new ArrayList<>();
        units.values().forEach(unit -> add(unit, runs));
        return runs;
    }

    JsonObject options() {
        return options;
    }

    List<JsonObject> vectors() {
        return vectors;
    }

    private static void add(List<JsonObject> unit, List<ReplayRun> runs) {
        JsonObject options = options(unit.get(0));
        Set<JsonElement> used =
                unit.stream().flatMap(vector -> requestIds(vector).stream()).collect(Collectors.toSet());
        ReplayRun run = runs.stream()
                .filter(one -> one.options.equals(options) && Collections.disjoint(one.ids, used))
                .findFirst()
                .orElse(null);
        if (run == null) {
            run = new ReplayRun(options);
            runs.add(run);
        }
        run.vectors.addAll(unit);
        run.ids.addAll(used);
    }

    private static JsonObject options(JsonObject vector) {
        return vector.has("parser_options") ? vector.getAsJsonObject("parser_options") : new JsonObject();
    }

    private static List<JsonElement> requestIds(JsonObject vector) {
        JsonElement part = vector.get("event");
        for (String name : List.of("log_record", "HTTP", "Headers", "X-Request-Id")) {
            part = part != null && part.isJsonObject() ? part.getAsJsonObject().get(name) : null;
        }
        return part != null && part.isJsonArray() ? part.getAsJsonArray().asList() : List.of();
    }
}
