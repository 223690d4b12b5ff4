// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.UserError;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
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
import org.yaml.snakeyaml.representer.Representer;

/**
 * A file with settings of the client commands: a mapping of keys to values. Keys that are not ours are left alone, and
 * so are comments. No Java objects are created from YAML tags.
 */
final class SettingsFile {
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_DEPTH = 8;

    private final MappingNode root;

    private SettingsFile(MappingNode root) {
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @param file null for a file that is not there yet
     * @throws UserError if it cannot be read, or is no mapping
     */
    static SettingsFile read(@Nullable Path file) {
        Node root = file == null ? null : parse(file);
        if (root == null || root.getTag().equals(Tag.NULL)) {
            return new SettingsFile(new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK));
        }
        if (root instanceof MappingNode mapping) {
            return new SettingsFile(mapping);
        }
        throw new UserError(file + ": settings have the form \"key: value\"");
    }

    /** Returns the values of all keys that have a text or a list of texts. */
    Map<String, List<String>> values() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (NodeTuple entry : root.getValue()) {
            List<String> value = value(entry.getValueNode());
            if (entry.getKeyNode() instanceof ScalarNode key && value != null) {
                values.put(key.getValue(), value);
            }
        }
        return values;
    }

    /** Sets a value, in the place where the key has one already. */
    void set(ClientKey key, List<String> value) {
        List<NodeTuple> entries = root.getValue();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).getKeyNode() instanceof ScalarNode name
                    && name.getValue().equals(key.key())) {
                entries.set(i, new NodeTuple(name, node(key.kind(), value)));
                return;
            }
        }
        entries.add(new NodeTuple(text(Tag.STR, key.key()), node(key.kind(), value)));
    }

    /** Writes the settings as YAML. */
    void write(Writer to) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setProcessComments(true);
        options.setSplitLines(false);
        root.setFlowStyle(FlowStyle.BLOCK);
        new Yaml(new SafeConstructor(limits()), new Representer(options), options).serialize(root, to);
    }

    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        write(text);
        return text.toString();
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_SIZE);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setProcessComments(true);
        return options;
    }

    private static @Nullable Node parse(Path file) {
        try {
            // Check type and size before reading: a device or a pipe may have no end.
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_SIZE) {
                throw new UserError(file + ": is not a file of at most " + MAX_SIZE + " bytes");
            }
            return new Yaml(
                            new SafeConstructor(limits()),
                            new Representer(new DumperOptions()),
                            new DumperOptions(),
                            limits())
                    .compose(Files.newBufferedReader(file));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new UserError(file + ":" + line + ": is not YAML: " + e.getProblem());
        } catch (AccessDeniedException e) {
            throw new UserError(file + ": permission denied");
        } catch (IOException | YAMLException e) {
            throw new UserError(file + ": cannot be read as YAML in UTF-8");
        }
    }

    private static @Nullable List<String> value(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? null : List.of(scalar.getValue());
        }
        if (!(node instanceof SequenceNode list) || !list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
            return null;
        }
        return list.getValue().stream()
                .map(element -> ((ScalarNode) element).getValue())
                .toList();
    }

    private static Node node(ValueKind kind, List<String> value) {
        if (!kind.isList()) {
            Tag tag = kind == ValueKind.TRUTH ? Tag.BOOL : kind == ValueKind.PORT ? Tag.INT : Tag.STR;
            return text(tag, value.get(0));
        }
        List<Node> elements = new ArrayList<>();
        value.forEach(element -> elements.add(text(Tag.STR, element)));
        return new SequenceNode(Tag.SEQ, elements, elements.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static ScalarNode text(Tag tag, String text) {
        return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
    }
}
