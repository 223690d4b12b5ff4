// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Parses the configuration file: YAML with the names of flags without dashes, each with a value or a list of values.
 * This class does not interpret the values, and creates no Java objects from YAML tags.
 */
public final class ConfigFile {
    /** The limit for the size of a file, in bytes. */
    static final long MAX_SIZE = 1 << 20;

    private ConfigFile() {}

    /**
     * One setting.
     *
     * @param list whether the file has a list of values
     * @param line the line number in the file, from 1
     */
    public record Entry(String key, List<String> values, boolean list, int line) {}

    /**
     * Returns all settings in the order of the file; empty for an empty file.
     *
     * @throws ConfigException if the file cannot be used; the message names the file, and the line if possible
     */
    public static List<Entry> read(Path file) {
        Node root = parse(file);
        if (root == null) {
            return List.of();
        }
        if (!(root instanceof MappingNode mapping)) {
            throw wrong(file, root, "settings have the form \"name: value\"");
        }
        List<Entry> entries = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Entry entry = entry(file, tuple);
            Integer before = lines.putIfAbsent(entry.key, entry.line);
            if (before != null) {
                throw wrong(file, tuple.getKeyNode(), entry.key + ": is set in line " + before + " already");
            }
            entries.add(entry);
        }
        return entries;
    }

    private static @Nullable Node parse(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit((int) MAX_SIZE);
        options.setNestingDepthLimit(8);
        try {
            // Check type and size before reading: a device or a pipe may have no end.
            if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MAX_SIZE)) {
                throw new ConfigException(file + ": is not a file of at most " + MAX_SIZE + " bytes");
            }
            try (BufferedReader text = Files.newBufferedReader(file)) {
                return new Yaml(new SafeConstructor(options)).compose(text);
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(file + ":" + line + ": is not YAML: " + e.getProblem());
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": no such file");
        } catch (AccessDeniedException e) {
            throw new ConfigException(file + ": permission denied");
        } catch (IOException | YAMLException e) {
            throw new ConfigException(file + ": cannot be read as YAML in UTF-8: " + firstLine(e));
        }
    }

    private static Entry entry(Path file, NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
            throw wrong(file, tuple.getKeyNode(), "a name is a word, not a list or a map");
        }
        String key = name.getValue();
        int line = line(name);
        if (tuple.getValueNode() instanceof SequenceNode list) {
            List<String> values = new ArrayList<>();
            for (Node value : list.getValue()) {
                values.add(scalar(file, key, value));
            }
            return new Entry(key, List.copyOf(values), true, line);
        }
        return new Entry(key, List.of(scalar(file, key, tuple.getValueNode())), false, line);
    }

    private static String scalar(Path file, String key, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(file, node, key + ": a value is a word, a number, or a list of these");
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            throw wrong(file, node, key + ": has no value; leave it out, or write \"\" for an empty one");
        }
        return scalar.getValue();
    }

    private static ConfigException wrong(Path file, Node node, String what) {
        return new ConfigException(file + ":" + line(node) + ": " + what);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }
}
