// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** As much of JSON Schema as the inventory's needs. A keyword that is not known here fails, so that none is overlooked. */
final class SchemaCheck {
    private static final Set<String> KNOWN = Set.of(
            "$schema",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "properties",
            "additionalProperties",
            "required",
            "items",
            "enum",
            "minimum",
            "maximum",
            "pattern");

    private final JsonObject root;
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck(JsonObject root) {
        this.root = root;
    }

    static List<String> problems(JsonObject schema, JsonElement document) {
        SchemaCheck check = new SchemaCheck(schema);
        check.look(schema, document, "");
        return check.problems;
    }

    private void look(JsonObject schema, JsonElement value, String path) {
        if (!KNOWN.containsAll(schema.keySet())) {
            throw new AssertionError("unknown keywords among " + schema.keySet());
        }
        if (schema.has("$ref")) {
            String name = schema.get("$ref").getAsString().substring("#/$defs/".length());
            look(root.getAsJsonObject("$defs").getAsJsonObject(name), value, path);
            return;
        }
        JsonElement type = schema.get("type");
        boolean typed = type.isJsonArray()
                ? type.getAsJsonArray().contains(new JsonPrimitive(typeOf(value)))
                : type.getAsString().equals(typeOf(value));
        if (!typed) {
            problems.add(path + ": is no " + type);
        } else if (value.isJsonObject()) {
            object(schema, value.getAsJsonObject(), path);
        } else if (value.isJsonArray()) {
            JsonArray list = value.getAsJsonArray();
            for (int i = 0; i < list.size(); i++) {
                look(schema.getAsJsonObject("items"), list.get(i), path + "[" + i + "]");
            }
        } else {
            primitive(schema, value.getAsJsonPrimitive(), path);
        }
    }

    private void object(JsonObject schema, JsonObject value, String path) {
        if (schema.has("required")) {
            schema.getAsJsonArray("required").forEach(key -> {
                if (!value.has(key.getAsString())) {
                    problems.add(path + ": has no " + key);
                }
            });
        }
        JsonElement others = schema.get("additionalProperties");
        for (Map.Entry<String, JsonElement> entry : value.entrySet()) {
            String below = path + "." + entry.getKey();
            JsonElement known = schema.has("properties")
                    ? schema.getAsJsonObject("properties").get(entry.getKey())
                    : null;
            if (known != null) {
                look(known.getAsJsonObject(), entry.getValue(), below);
            } else if (others.isJsonObject()) {
                look(others.getAsJsonObject(), entry.getValue(), below);
            } else {
                problems.add(below + ": is unknown");
            }
        }
    }

    private void primitive(JsonObject schema, JsonPrimitive value, String path) {
        boolean fits = true;
        if (value.isNumber() && schema.has("minimum")) {
            BigInteger number = value.getAsBigInteger();
            fits = number.compareTo(schema.get("minimum").getAsBigInteger()) >= 0
                    && number.compareTo(schema.get("maximum").getAsBigInteger()) <= 0;
        } else if (value.isString() && schema.has("pattern")) {
            fits = value.getAsString().matches(schema.get("pattern").getAsString());
        } else if (schema.has("enum")) {
            fits = schema.getAsJsonArray("enum").contains(value);
        }
        if (!fits) {
            problems.add(path + ": does not fit");
        }
    }

    private static String typeOf(JsonElement value) {
        if (value.isJsonObject()) {
            return "object";
        }
        if (value.isJsonArray()) {
            return "array";
        }
        if (value.isJsonNull()) {
            return "null";
        }
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        return primitive.isBoolean() ? "boolean" : primitive.isNumber() ? "integer" : "string";
    }
}
