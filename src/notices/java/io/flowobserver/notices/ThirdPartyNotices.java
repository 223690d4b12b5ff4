// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.notices;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes the notices of a distribution: for each jar and each library that is linked in, its authors and the text of
 * its licence. Started from this source file by the build, and fails it if something ships without a notice.
 */
final class ThirdPartyNotices {
    private static final String PREFACE =
            """


            observer itself is under Apache-2.0, its eBPF programs (in lib/native/libobserver.so) are under
            GPL-2.0-only OR BSD-2-Clause: see LICENSE and LICENSES/. The distribution also contains works of
            others. Each is under the licence that is named with it; the texts of the licences are at the end.
            """;
    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");
    private static final Pattern OWN_TEXT = Pattern.compile("META-INF/(LICENSE|NOTICE)(\\.txt|\\.md)?");

    private final Path libraries;
    private final Path licenses;
    /** Each entry of third-party.yaml with what ships of it: the name to print, and the jar or null. */
    private final Map<Map<String, Object>, Map<String, Path>> shipped = new LinkedHashMap<>();

    private final List<String> problems = new ArrayList<>();

    private ThirdPartyNotices(Path libraries, Path licenses) {
        this.libraries = libraries;
        this.licenses = licenses;
    }

    /**
     * Writes the notices, or ends with exit code 1 and a line for each problem. Without a bill of materials there are
     * no notices.
     *
     * @param args the software bill of materials (CycloneDX, JSON); the directory of the jars; third-party.yaml; the
     *     directory of the licences' texts; the file to write
     */
    public static void main(String[] args) throws IOException {
        if (!Files.exists(Path.of(args[0]))) {
            Files.deleteIfExists(Path.of(args[4]));
            return;
        }
        JsonObject bill =
                JsonParser.parseString(Files.readString(Path.of(args[0]))).getAsJsonObject();
        ThirdPartyNotices notices = new ThirdPartyNotices(Path.of(args[1]), Path.of(args[3]));
        List<Map<String, Object>> entries = new Yaml().load(Files.readString(Path.of(args[2])));
        for (Map<String, Object> entry : entries) {
            notices.shipped.put(entry, new TreeMap<>());
        }
        notices.match(bill);
        String text = notices.text(bill.getAsJsonObject("metadata").getAsJsonObject("component"));
        for (String problem : notices.problems) {
            System.err.println("notices: " + problem);
        }
        if (!notices.problems.isEmpty()) {
            System.exit(1);
        }
        Files.writeString(Path.of(args[4]), text);
    }

    private void match(JsonObject bill) throws IOException {
        Map<String, JsonObject> jars = new HashMap<>();
        for (JsonElement element : bill.getAsJsonArray("components")) {
            JsonObject component = element.getAsJsonObject();
            if (component.has("group")) {
                jars.put(jarOf(component), component);
            } else {
                matchStatic(component);
            }
        }
        String own = jarOf(bill.getAsJsonObject("metadata").getAsJsonObject("component"));
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                String name = jar.getFileName().toString();
                if (!name.equals(own)) {
                    matchJar(jar, jars.remove(name));
                }
            }
        }
        jars.keySet().forEach(name -> problems.add(name + " is in the bill of materials, and not in " + libraries));
        shipped.forEach((entry, parts) -> {
            if (parts.isEmpty()) {
                problems.add("nothing ships any more of what third-party.yaml has as " + nameOf(entry));
            }
        });
    }

    private void matchStatic(JsonObject component) {
        String name = string(component, "name");
        for (Map.Entry<Map<String, Object>, Map<String, Path>> entry : shipped.entrySet()) {
            if (name.equals(entry.getKey().get("static"))) {
                String source = string(component, "purl");
                entry.getValue().put(name + " " + string(component, "version") + " (" + source + ")", null);
                return;
            }
        }
        problems.add(name + " is linked in, and third-party.yaml does not have it");
    }

    private void matchJar(Path jar, JsonObject component) {
        if (component == null) {
            problems.add(jar + " is not in the bill of materials; is it left over? \"make clean\" and a build without"
                    + " mvn -o make everything anew");
            return;
        }
        String group = string(component, "group");
        String artifact = group + ":" + string(component, "name");
        Map<String, Object> found = null;
        for (Map<String, Object> entry : shipped.keySet()) {
            Object maven = entry.get("maven");
            if (artifact.equals(maven) || (found == null && group.equals(maven))) {
                found = entry;
            }
        }
        if (found == null) {
            problems.add(jar + ": third-party.yaml has no terms for " + artifact);
            return;
        }
        Set<String> declared = declared(component);
        Object expected = found.getOrDefault("declared", found.get("license"));
        if (!declared.contains(expected)) {
            problems.add(jar + ": third-party.yaml says " + expected + ", its POM " + declared);
        }
        shipped.get(found).put(jar.getFileName().toString(), jar);
    }

    private static Set<String> declared(JsonObject component) {
        Set<String> names = new TreeSet<>();
        if (component.has("licenses")) {
            for (JsonElement element : component.getAsJsonArray("licenses")) {
                JsonObject choice = element.getAsJsonObject();
                if (choice.has("expression")) {
                    names.addAll(List.of(string(choice, "expression").split("[ ()]+", -1)));
                } else {
                    JsonObject license = choice.getAsJsonObject("license");
                    names.add(string(license, license.has("id") ? "id" : "name"));
                }
            }
        }
        return names;
    }

    private String text(JsonObject own) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("Third-party notices of observer ").append(string(own, "version"));
        text.append(PREFACE);
        Set<String> used = new TreeSet<>();
        for (Map.Entry<Map<String, Object>, Map<String, Path>> entry : shipped.entrySet()) {
            append(text, entry.getKey(), entry.getValue());
            used.addAll(licensesOf(entry.getKey()));
        }
        for (String license : used) {
            Path file = licenses.resolve(license + ".txt");
            if (Files.isRegularFile(file)) {
                rule(text, '=').append(license).append("\n\n").append(Files.readString(file));
            } else {
                problems.add(file + " is missing");
            }
        }
        return text.toString();
    }

    private void append(StringBuilder text, Map<String, Object> entry, Map<String, Path> parts) throws IOException {
        rule(text, '-');
        parts.keySet().forEach(name -> text.append(name).append('\n'));
        text.append("\nLicence: ").append(entry.get("license"));
        if (entry.containsKey("offered")) {
            text.append(" (offered: ").append(entry.get("offered")).append(')');
        }
        text.append('\n').append(entry.get("copyright")).append('\n');
        if (entry.containsKey("note")) {
            text.append('\n').append(entry.get("note")).append('\n');
        }
        for (Map<String, Object> part : contained(entry)) {
            text.append("\nContains ")
                    .append(part.get("name"))
                    .append(". Licence: ")
                    .append(part.get("license"));
            text.append('\n').append(part.get("copyright")).append('\n');
        }
        Set<String> own = new LinkedHashSet<>();
        for (Path jar : parts.values()) {
            if (jar != null) {
                own.addAll(ownTexts(jar, !"Apache-2.0".equals(entry.get("license"))));
            }
        }
        own.forEach(words -> text.append('\n').append(words.strip()).append('\n'));
    }

    /** Returns the notices that the jar carries, and the text of its licence if that names authors. */
    private static List<String> ownTexts(Path jar, boolean withLicense) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                Matcher matcher = OWN_TEXT.matcher(entry.getName());
                if (matcher.matches() && (withLicense || matcher.group(1).equals("NOTICE"))) {
                    try (InputStream in = file.getInputStream(entry)) {
                        texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return texts;
    }

    private static Set<String> licensesOf(Map<String, Object> entry) {
        Set<String> names = new TreeSet<>();
        names.add((String) entry.get("license"));
        if (entry.get("texts") instanceof List<?> texts) {
            texts.forEach(text -> names.add((String) text));
        }
        contained(entry).forEach(part -> names.add((String) part.get("license")));
        return names;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> contained(Map<String, Object> entry) {
        return (List<Map<String, Object>>) entry.getOrDefault("contains", List.of());
    }

    private static StringBuilder rule(StringBuilder text, char line) {
        return text.append('\n').append(String.valueOf(line).repeat(100)).append("\n\n");
    }

    private static String jarOf(JsonObject component) {
        String name = string(component, "name") + "-" + string(component, "version");
        Matcher classifier = CLASSIFIER.matcher(string(component, "purl"));
        return name + (classifier.find() ? "-" + classifier.group(1) : "") + ".jar";
    }

    private static String nameOf(Map<String, Object> entry) {
        return String.valueOf(entry.getOrDefault("maven", entry.get("static")));
    }

    private static String string(JsonObject object, String name) {
        return object.get(name).getAsString();
    }
}
