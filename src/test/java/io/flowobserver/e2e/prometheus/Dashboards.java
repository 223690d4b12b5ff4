// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e.prometheus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards that come with the daemon. */
final class Dashboards {
    private static final Path DIRECTORY = Path.of("deploy", "dashboards");

    private Dashboards() {}

    static List<JsonObject> all() throws IOException {
        List<JsonObject> dashboards = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                dashboards.add(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
            }
        }
        return dashboards;
    }

    /** All queries, with what Grafana puts in for its variables. */
    static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (JsonObject dashboard : all()) {
            for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
                JsonElement targets = panel.getAsJsonObject().get("targets");
                if (targets != null) {
                    targets.getAsJsonArray()
                            .forEach(target -> queries.add(target.getAsJsonObject()
                                    .get("expr")
                                    .getAsString()
                                    .replace("$__rate_interval", "5m")
                                    .replace("$instance", ".*")));
                }
            }
        }
        return queries;
    }
}
