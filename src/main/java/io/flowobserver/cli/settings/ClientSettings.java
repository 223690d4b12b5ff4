// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the client commands that are no flags. The first of these that has a value counts: our variable,
 * hubble's variable, our file or, if that is missing, hubble's. An empty variable is none. For one thread.
 */
final class ClientSettings {
    private final Map<String, String> environment;
    private final SettingsPaths paths;
    private final @Nullable Path file;
    private @Nullable Map<String, List<String>> fileValues;
    private @Nullable String warning;

    /**
     * Finds the file, and reads it when a value is looked up.
     *
     * @param flag the value of {@code --config}; null without it
     */
    ClientSettings(@Nullable String flag, Map<String, String> environment) {
        this.environment = environment;
        this.paths = SettingsPaths.of(flag, environment);
        this.file = paths.read();
        if (flag != null && file == null) {
            warning = flag + ": no such file; it is ignored";
        }
    }

    SettingsPaths paths() {
        return paths;
    }

    /**
     * Returns a value, or null if nothing sets it.
     *
     * @throws UserError if the value does not fit its key
     */
    @Nullable
    List<String> find(ClientKey key) {
        for (String variable : List.of(key.variable(), key.hubblesVariable())) {
            String text = environment.getOrDefault(variable, "");
            if (!text.isEmpty()) {
                return key.kind().parse(variable, text);
            }
        }
        List<String> value = fileValues().get(key.key());
        return value == null ? null : checked(key, value);
    }

    /** Returns a value, which is that of no setting if nothing sets it; of {@code config} the file that is used. */
    List<String> effective(ClientKey key) {
        if (key == ClientKey.CONFIG) {
            Path used = file == null ? paths.ours() : file;
            return List.of(used == null ? "" : used.toString());
        }
        List<String> found = find(key);
        return found == null ? key.standard() : found;
    }

    /** Returns why the file is ignored, once; null if it is not, or if this was said already. */
    @Nullable
    String takeWarning() {
        fileValues();
        String taken = warning;
        warning = null;
        return taken;
    }

    /** A file that cannot be used is ignored, as the hubble command does it, which does not even say so. */
    private Map<String, List<String>> fileValues() {
        Map<String, List<String>> values = fileValues;
        if (values == null) {
            values = Map.of();
            try {
                values = file == null ? values : SettingsFile.read(file).values();
            } catch (UserError e) {
                warning = e.getMessage() + "; the file is ignored";
            }
            fileValues = values;
        }
        return values;
    }

    private List<String> checked(ClientKey key, List<String> value) {
        String origin = file + ": " + key.key();
        if (key.kind().isList()) {
            return value;
        }
        if (value.size() != 1) {
            throw new UserError(origin + ": takes one value, not a list");
        }
        return key.kind().parse(origin, value.get(0));
    }
}
