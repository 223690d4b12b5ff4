// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.kube.http.ApiException;
import io.flowobserver.kube.http.BoundedInput;
import io.flowobserver.kube.http.Patience;
import io.flowobserver.kube.read.ResourceKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Finds out where a server has a kind of objects. */
final class ResourcePath {
    private static final int NOT_FOUND = 404;
    private static final long MAX_BYTES = 4 << 20;
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(20));

    private ResourcePath() {}

    /**
     * The path of the best version that the server has; empty if it has none.
     *
     * @throws IOException if it does not say; one line
     */
    static String find(ApiClient client, ResourceKind<?> kind) throws IOException, InterruptedException {
        if (kind.group().isEmpty()) {
            return "/api/v1/" + kind.plural();
        }
        for (String version : kind.versions()) {
            String path = "/apis/" + kind.group() + "/" + version;
            if (isAt(client, path, kind.plural())) {
                return path + "/" + kind.plural();
            }
        }
        return "";
    }

    /** The minor version of the server, as in 1.32; 0 if it does not say. */
    static int minorVersion(ApiClient client) throws IOException, InterruptedException {
        try {
            JsonObject version = get(client, "/version");
            String digits =
                    version.has("minor") ? version.get("minor").getAsString().replaceAll("\\D.*", "") : "";
            return digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
        } catch (ApiException | IllegalStateException | UnsupportedOperationException unknown) {
            return 0;
        }
    }

    private static boolean isAt(ApiClient client, String path, String plural) throws IOException, InterruptedException {
        try {
            JsonElement resources = get(client, path).get("resources");
            if (resources instanceof JsonArray list) {
                for (JsonElement each : list) {
                    if (each instanceof JsonObject resource && isNamed(resource, plural)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isNamed(JsonObject resource, String plural) {
        JsonElement name = resource.get("name");
        return name != null && name.isJsonPrimitive() && name.getAsString().equals(plural);
    }

    private static JsonObject get(ApiClient client, String path) throws IOException, InterruptedException {
        try (BoundedInput in = new BoundedInput(body(client, path))) {
            in.allow(MAX_BYTES);
            JsonElement root = JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (root instanceof JsonObject object) {
                return object;
            }
            throw new IOException(client.server() + path + ": the server sent no object");
        } catch (JsonParseException e) {
            throw new IOException(client.server() + path + ": the server sent what is not JSON", e);
        }
    }

    private static InputStream body(ApiClient client, String path) throws IOException, InterruptedException {
        return client.get(path, PATIENCE);
    }
}
