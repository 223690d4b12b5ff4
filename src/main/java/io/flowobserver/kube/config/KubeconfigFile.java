// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import io.flowobserver.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One file that says which clusters, users and contexts there are.
 *
 * @param path relative paths in it begin at its directory
 */
record KubeconfigFile(Path path, YamlMap root) {
    private static final int MAX_BYTES = 1 << 22;
    private static final int MAX_DEPTH = 20;

    /** @throws IOException with one line for the operator if the file cannot be used */
    static KubeconfigFile read(Path path) throws IOException {
        try (InputStream in = RegularFile.open(path, MAX_BYTES);
                Reader text = new InputStreamReader(
                        in,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT))) {
            Object root = new Yaml(new SafeConstructor(limits())).load(text);
            if (root == null) {
                return new KubeconfigFile(path, new YamlMap(path + ":", Map.of()));
            }
            if (root instanceof Map<?, ?> fields) {
                return new KubeconfigFile(path, new YamlMap(path + ":", fields));
            }
            throw new AccessException(path + ": is no kubeconfig; it must be a map with clusters, users and contexts");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new AccessException(path + ":" + line + ": is not YAML: " + oneLine(e.getProblem()), e);
        } catch (YAMLException | StackOverflowError e) {
            throw new AccessException(path + ": cannot be read as YAML in UTF-8: " + oneLine(e.getMessage()), e);
        }
    }

    /** The map of a cluster, a user or a context; null if this file has none of that name. */
    @Nullable
    YamlMap named(String list, String name, String kind) throws AccessException {
        for (YamlMap entry : root.maps(list)) {
            if (entry.text("name").equals(name)) {
                YamlMap found = entry.map(kind);
                return found == null ? new YamlMap(entry.place(kind), Map.of()) : found;
            }
        }
        return null;
    }

    /** A path in the file. */
    Path resolve(String other) {
        Path directory = path.toAbsolutePath().getParent();
        return directory == null ? Path.of(other) : directory.resolve(other);
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setAllowDuplicateKeys(false);
        return options;
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
