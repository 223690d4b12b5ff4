// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.enrich.Rows;
import io.flowobserver.enrich.snapshot.Snapshot;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema, the page about it and the reader say the same of the file. */
class InventorySchemaTest {
    private static final Path SCHEMA = Path.of("docs/inventory.schema.json");
    private static final Path PAGE = Path.of("docs/inventory.md");
    /** Between them lies the page's example. */
    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    private final JsonObject schema = JsonParser.parseString(text(SCHEMA)).getAsJsonObject();

    @ParameterizedTest
    @EnumSource
    void schema_hasTheKeysOfTheReader(InventoryObject object) {
        assertThat(properties(object)).containsExactlyInAnyOrderElementsOf(object.keys());
        assertThat(definition(object).get("additionalProperties").getAsBoolean())
                .isFalse();
    }

    @Test
    void schema_hasNoOtherObjects() {
        assertThat(schema.getAsJsonObject("$defs").size() + 1).isEqualTo(InventoryObject.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void page_explainsEachKey(InventoryObject object) {
        for (Map.Entry<String, JsonElement> property :
                definition(object).getAsJsonObject("properties").entrySet()) {
            assertThat(text(PAGE)).contains("| `" + property.getKey() + "`");
        }
    }

    @Test
    void page_example_isReadAndFitsTheSchema() throws InventoryException {
        Matcher example = EXAMPLE.matcher(text(PAGE));
        assertThat(example.find()).isTrue();
        Snapshot snapshot = InventoryFile.read("example", new StringReader(example.group(1)), facts -> Rows.NODE);
        assertThat(snapshot.endpointCount()).isEqualTo(2);
        assertThat(snapshot.endpoint(1001).workloads())
                .singleElement()
                .satisfies(workload -> assertThat(workload.name()).isEqualTo("client"));
        assertThat(snapshot.unlabelled()).isEmpty();
        assertThat(SchemaCheck.problems(schema, JsonParser.parseString(example.group(1))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/test/resources/vectors/world.json",
                "src/test/resources/vectors-1.21/world.json",
                "src/main/resources/demo/inventory.json"
            })
    void schema_filesThatTheReaderReads_fit(String file) throws InventoryException {
        InventoryFile.read(Path.of(file), facts -> Rows.NODE);
        assertThat(SchemaCheck.problems(schema, JsonParser.parseString(text(Path.of(file)))))
                .isEmpty();
    }

    /** Whatever the reader refuses, the schema refuses too; else the check itself would be worth nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"linksx\": []}",
                "{\"links\": {}}",
                "{\"endpoints\": [{}]}",
                "{\"endpoints\": [{\"id\": 0}]}",
                "{\"endpoints\": [{\"id\": \"01\"}]}",
                "{\"endpoints\": [{\"id\": 1, \"policies\": [{\"direction\": \"up\"}]}]}",
                "{\"endpoints\": [{\"id\": 1, \"pod\": {\"labels\": {\"a\": 1}}}]}",
                "{\"ipcache\": [{\"prefix\": 1}]}"
            })
    void schema_whatTheReaderRefuses_doesNotFit(String document) {
        assertThat(SchemaCheck.problems(schema, JsonParser.parseString(document)))
                .hasSize(1);
        assertThat(catchThrowable(() -> InventoryFile.read("bad", new StringReader(document), facts -> Rows.NODE)))
                .isInstanceOf(InventoryException.class);
    }

    private Iterable<String> properties(InventoryObject object) {
        return definition(object).getAsJsonObject("properties").keySet();
    }

    private JsonObject definition(InventoryObject object) {
        return object == InventoryObject.DOCUMENT
                ? schema
                : schema.getAsJsonObject("$defs").getAsJsonObject(object.name().toLowerCase(Locale.ROOT));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
