// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.StringReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Parses YAML into the JSON tree that it represents. It creates no Java objects from YAML tags. Limits on depth and
 * nodes keep aliases from expanding without bound.
 */
final class YamlTree {
    private static final int MAX_CODE_POINTS = 1 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 1 << 18;

    private int nodes;

    private YamlTree() {}

    /**
     * Parses a document.
     *
     * @throws IllegalArgumentException with a one-line message for the operator if the text is no YAML, or has no JSON
     *     form
     */
    static JsonElement parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CODE_POINTS);
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return new YamlTree().convert(root, 0);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new IllegalArgumentException("line " + line + ": is not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("is not YAML: " + firstLine(e), e);
        }
    }

    private JsonElement convert(@Nullable Node node, int depth) {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new IllegalArgumentException("is nested too deeply or too large");
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            JsonArray array = new JsonArray();
            sequence.getValue().forEach(item -> array.add(convert(item, depth + 1)));
            return array;
        }
        return node instanceof ScalarNode scalar ? scalar(scalar) : JsonNull.INSTANCE;
    }

    private JsonObject object(MappingNode mapping, int depth) {
        JsonObject object = new JsonObject();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String where = "line " + (key.getStartMark().getLine() + 1) + ": ";
            if (!(key instanceof ScalarNode name)) {
                throw new IllegalArgumentException(where + "a key has to be a word, not a list or a map");
            }
            if (object.has(name.getValue())) {
                throw new IllegalArgumentException(where + "key \"" + name.getValue() + "\" is there twice");
            }
            object.add(name.getValue(), convert(tuple.getValueNode(), depth + 1));
        }
        return object;
    }

    private static JsonElement scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            return JsonNull.INSTANCE;
        }
        if (scalar.getTag().equals(Tag.BOOL) && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return new JsonPrimitive(text.equalsIgnoreCase("true"));
        }
        if (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT)) {
            return number(text);
        }
        return new JsonPrimitive(text);
    }

    /** Returns a number, or a text if JSON does not have this form of number. */
    private static JsonElement number(String text) {
        return text.matches("-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,18})?")
                ? new JsonPrimitive(new BigDecimal(text))
                : new JsonPrimitive(text);
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }
}
