// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.cli.Observer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryCommandTest {
    private static final String WORLD = "src/test/resources/vectors/world.json";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void check_goodFile_saysWhatItHolds() {
        assertThat(run("inventory", "check", WORLD)).isZero();
        assertThat(out.toString().lines())
                .containsSubsequence(
                        WORLD + ": valid",
                        "node: cluster-a/node-1",
                        "endpoints: 17",
                        "ranges: 8",
                        "identities: 31",
                        "warning: addresses have identities without labels: 26999; add them to \"identities\"");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void check_wrongFile_saysWhatIsWrongAndWhere() throws IOException {
        Path file = write("{\"endpoints\": [{\"id\": 1, \"identiy\": 7}]}");
        assertThat(run("inventory", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("observer: inventory " + file
                        + ": endpoints[0].identiy: unknown key, did you mean \"identity\"? Use id, ")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void check_identitiesWithoutLabels_areToldAlsoIfReserved() throws IOException {
        Path file =
                write("{\"ipcache\": [{\"prefix\": \"0.0.0.0/0\", \"identity\": 2}, {\"prefix\": \"10.0.0.0/8\"}]}");
        assertThat(run("inventory", "check", file.toString())).isZero();
        assertThat(out.toString()).contains("warning: addresses have identities without labels: 2; add them");
    }

    @Test
    void check_notJson_saysLineAndColumn() throws IOException {
        assertThat(run("inventory", "check", write("{\n\"links\": [}").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("line 2, column 11: not valid JSON");
    }

    @Test
    void check_noFile_saysSo() {
        assertThat(run("inventory", "check", directory.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("observer: inventory ").contains("none: no such file");
        assertThat(run("inventory", "check")).isEqualTo(1);
    }

    @Test
    void check_json_hasTheSameForPrograms() throws IOException {
        assertThat(run("inventory", "check", "-o", "json", WORLD)).isZero();
        JsonObject good = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(good.get("valid").getAsBoolean()).isTrue();
        assertThat(good.getAsJsonObject("counts").get("services").getAsInt()).isEqualTo(10);
        assertThat(good.getAsJsonArray("warnings")).hasSize(1);

        out.getBuffer().setLength(0);
        assertThat(run("inventory", "check", "-o", "json", write("{\"x\": 1}").toString()))
                .isEqualTo(1);
        JsonObject bad = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(bad.get("valid").getAsBoolean()).isFalse();
        assertThat(bad.getAsJsonArray("problems").get(0).getAsString()).contains("x: unknown key");
    }

    @Test
    void check_unknownFormat_isRefused() {
        assertThat(run("inventory", "check", "-o", "jsn", WORLD)).isEqualTo(1);
        assertThat(err.toString()).contains("unknown output format: jsn, did you mean \"json\"?");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("inventory.json"), text);
    }

    private int run(String... arguments) {
        return Observer.commandLine(Map.of(), arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
