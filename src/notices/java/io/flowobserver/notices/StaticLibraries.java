// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.notices;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * Adds the libraries that are linked into libobserver.so to a software bill of materials, which Maven makes of the jars
 * alone. Started from this source file by the build.
 */
final class StaticLibraries {
    private final Map<String, String> licenses = new HashMap<>();

    private StaticLibraries(Path thirdParty) throws IOException {
        List<Map<String, Object>> entries = new Yaml().load(Files.readString(thirdParty));
        for (Map<String, Object> entry : entries) {
            if (entry.get("static") instanceof String name) {
                licenses.put(name, (String) entry.getOrDefault("offered", entry.get("license")));
            }
        }
    }

    /**
     * Adds the libraries. Does nothing if there is no bill, because Maven is offline.
     *
     * @param args the bill (CycloneDX, JSON) as Maven made it; the file with a line for each library, its name,
     *     version, and if known the Debian source package and its version; third-party.yaml; the bill to write
     */
    public static void main(String[] args) throws IOException {
        if (!Files.exists(Path.of(args[0]))) {
            Files.deleteIfExists(Path.of(args[3]));
            System.err.println(
                    "notices: there are none and no SBOM, because CycloneDX's plug-in does nothing with mvn -o");
            return;
        }
        JsonObject bill =
                JsonParser.parseString(Files.readString(Path.of(args[0]))).getAsJsonObject();
        StaticLibraries libraries = new StaticLibraries(Path.of(args[2]));
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            libraries.add(bill, line.strip().split(" +", -1));
        }
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(bill);
        Files.writeString(Path.of(args[3]), text + "\n");
    }

    private void add(JsonObject bill, String[] library) {
        JsonObject component = component(library);
        bill.getAsJsonArray("components").add(component);
        String root = bill.getAsJsonObject("metadata")
                .getAsJsonObject("component")
                .get("bom-ref")
                .getAsString();
        JsonArray dependencies = bill.getAsJsonArray("dependencies");
        for (JsonElement element : dependencies) {
            JsonObject dependency = element.getAsJsonObject();
            if (dependency.get("ref").getAsString().equals(root)) {
                dependency.getAsJsonArray("dependsOn").add(component.get("bom-ref"));
            }
        }
        JsonObject own = new JsonObject();
        own.add("ref", component.get("bom-ref"));
        own.add("dependsOn", new JsonArray());
        dependencies.add(own);
    }

    private JsonObject component(String[] library) {
        String purl = library.length > 3
                ? "pkg:deb/debian/" + library[2] + "@" + URLEncoder.encode(library[3], StandardCharsets.UTF_8)
                        + "?arch=source"
                : "pkg:generic/" + library[0] + "@" + library[1];
        String license = licenses.get(library[0]);
        if (license == null) {
            throw new IllegalArgumentException(library[0] + " is linked in, and third-party.yaml does not have it");
        }
        JsonObject expression = new JsonObject();
        expression.addProperty("expression", license);
        JsonArray choice = new JsonArray();
        choice.add(expression);
        JsonObject component = new JsonObject();
        component.addProperty("type", "library");
        component.addProperty("bom-ref", purl + "#" + library[0]);
        component.addProperty("name", library[0]);
        component.addProperty("version", library[1]);
        component.addProperty("description", "Linked statically into libobserver.so");
        component.addProperty("scope", "required");
        component.add("licenses", choice);
        component.addProperty("purl", purl);
        return component;
    }
}
