// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever of others ships in a distribution has a notice, the text of its licence, and a place in the SBOM. */
@Timeout(120)
@Tag("concurrent")
class ITNotices {
    private static final Path HOME = Path.of(System.getProperty("observer.distribution", "target/observer"));
    private static final Path NOTICES = HOME.resolve("THIRD-PARTY-NOTICES.txt");
    private static final Path BILL = HOME.resolve("observer.cdx.json");
    private static final Path TERMS = Path.of("src/notices/third-party.yaml");
    private static final Path TEXTS = Path.of("LICENSES");
    /** A heading of a licence's text, or what begins one work's notice. */
    private static final String RULE = "\n(?=[-=]{100}\n)";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsTheDistribution() {
        Assumptions.assumeTrue(
                Files.isExecutable(HOME.resolve("bin/observer")),
                () -> HOME + " is missing: run mvn package before this test");
        Assumptions.assumeTrue(Files.exists(BILL), () -> BILL + " is missing: run mvn package without -o");
    }

    @Test
    void notices_eachJar_hasALicenceWithItsText() throws IOException {
        String[] sections = Files.readString(NOTICES).split(RULE, -1);
        Map<String, String> licenceOf = new HashMap<>();
        Map<String, String> textOf = new HashMap<>();
        for (String section : sections) {
            List<String> lines = section.lines().toList();
            if (section.startsWith("=")) {
                textOf.put(lines.get(2), section);
            } else if (section.startsWith("-")) {
                String licence = lines.stream()
                        .filter(line -> line.startsWith("Licence: "))
                        .findFirst()
                        .orElseThrow();
                lines.forEach(line -> licenceOf.put(line, licence.split(" ", -1)[1]));
            }
        }

        for (Path jar : jarsOfOthers()) {
            String name = jar.getFileName().toString();
            assertThat(licenceOf).containsKey(name);
            assertThat(textOf).containsKey(licenceOf.get(name));
            assertThat(textOf.get(licenceOf.get(name))).hasSizeGreaterThan(800);
        }
    }

    @Test
    void notices_staticLibraries_areThere() throws IOException {
        assertThat(NOTICES)
                .content()
                .containsPattern("libbpf \\d[.0-9]*.*\n\nLicence: BSD-2-Clause")
                .containsPattern("libelf \\d[.0-9]*.*\n\nLicence: LGPL-3.0-or-later")
                .containsPattern("zlib \\d[.0-9]*.*\n\nLicence: Zlib")
                .contains("GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE");
    }

    @Test
    void billOfMaterials_hasEachJarByItsHash() throws Exception {
        Map<String, String> hashes = new HashMap<>();
        for (JsonElement component : components()) {
            JsonArray sums = component.getAsJsonObject().getAsJsonArray("hashes");
            if (sums != null) {
                sums.forEach(sum -> hashes.put(string(sum, "content"), string(component, "purl")));
            }
        }

        for (Path jar : jarsOfOthers()) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
            assertThat(hashes).as(jar.toString()).containsKey(HexFormat.of().formatHex(sum));
        }
    }

    @Test
    void billOfMaterials_hasWhatIsLinkedIn() throws IOException {
        List<String> names = Stream.of("libbpf", "libelf", "zlib").toList();

        assertThat(components())
                .extracting(component -> string(component, "name"))
                .containsAll(names);
    }

    @Test
    void generator_allHasANotice_writesTheSameAgain() throws Exception {
        assertThat(generate(BILL, TERMS, TEXTS)).isEqualTo("exit code 0");
        assertThat(directory.resolve("notices")).hasSameTextualContentAs(NOTICES);
    }

    @Test
    void generator_jarThatMavenDoesNotKnow_failsTheBuild() throws Exception {
        JsonObject bill = bill();
        List<JsonElement> components = bill.getAsJsonArray("components").asList();
        components.removeIf(component -> string(component, "name").equals("snakeyaml"));
        Path file = Files.writeString(directory.resolve("bill"), bill.toString());

        assertThat(generate(file, TERMS, TEXTS)).contains("snakeyaml", "not in the bill of materials", "exit code 1");
    }

    @Test
    void generator_jarWithoutANotice_failsTheBuild() throws Exception {
        String terms = Files.readString(TERMS).replace("maven: org.yaml", "maven: org.other");
        Path file = Files.writeString(directory.resolve("terms"), terms);

        assertThat(generate(BILL, file, TEXTS))
                .contains("no terms for org.yaml:snakeyaml", "nothing ships any more", "org.other", "exit code 1");
    }

    @Test
    void generator_licenceThatThePomDoesNotDeclare_failsTheBuild() throws Exception {
        String terms = Files.readString(TERMS).replace("declared: Go License", "declared: MIT");
        Path file = Files.writeString(directory.resolve("terms"), terms);

        assertThat(generate(BILL, file, TEXTS)).contains("re2j", "says MIT, its POM [Go License]", "exit code 1");
    }

    @Test
    void generator_licenceWithoutAText_failsTheBuild() throws Exception {
        Path texts = Files.createDirectory(directory.resolve("LICENSES"));

        assertThat(generate(BILL, TERMS, texts)).contains("LICENSES/MIT.txt is missing", "exit code 1");
    }

    private String generate(Path bill, Path terms, Path texts) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        HOME.resolve("lib") + "/*",
                        "src/notices/java/io/flowobserver/notices/ThirdPartyNotices.java",
                        bill.toString(),
                        HOME.resolve("lib").toString(),
                        terms.toString(),
                        texts.toString(),
                        directory.resolve("notices").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "exit code " + process.waitFor();
    }

    private static List<Path> jarsOfOthers() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().matches("observer-[0-9].*"))
                    .toList();
            assertThat(jars).hasSizeGreaterThan(30);
            return jars;
        }
    }

    private static JsonObject bill() throws IOException {
        JsonObject bill = JsonParser.parseString(Files.readString(BILL)).getAsJsonObject();
        assertThat(string(bill, "bomFormat")).isEqualTo("CycloneDX");
        return bill;
    }

    private static List<JsonElement> components() throws IOException {
        return bill().getAsJsonArray("components").asList();
    }

    private static String string(JsonElement object, String name) {
        return object.getAsJsonObject().get(name).getAsString();
    }
}
