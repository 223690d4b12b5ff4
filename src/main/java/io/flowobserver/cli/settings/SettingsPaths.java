// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the settings of the client commands are. Only our file is ever written.
 *
 * @param ours our file; null if nothing says where the user's files are
 * @param hubbles the file of the hubble command, which is read if ours is missing; null if there can be none
 */
record SettingsPaths(@Nullable Path ours, @Nullable Path hubbles) {
    private static final String FILE = "config.yaml";

    /**
     * Finds the files.
     *
     * @param flag the value of {@code --config}; null without it. With it, no other file is read.
     */
    static SettingsPaths of(@Nullable String flag, Map<String, String> environment) {
        Path named = path(flag == null ? environment.getOrDefault(ClientKey.CONFIG.variable(), "") : flag);
        if (named != null) {
            return new SettingsPaths(named, null);
        }
        Path directory = directory(environment);
        Path hubbles = path(environment.getOrDefault(ClientKey.CONFIG.hubblesVariable(), ""));
        if (hubbles == null && directory != null) {
            hubbles = directory.resolve("hubble").resolve(FILE);
        }
        return new SettingsPaths(
                directory == null ? null : directory.resolve("observer").resolve(FILE), hubbles);
    }

    /** Returns the file to read: ours, else hubble's; null if there is neither. */
    @Nullable
    Path read() {
        if (ours != null && Files.exists(ours)) {
            return ours;
        }
        return hubbles != null && Files.exists(hubbles) ? hubbles : null;
    }

    private static @Nullable Path directory(Map<String, String> environment) {
        Path base = path(environment.getOrDefault("XDG_CONFIG_HOME", ""));
        if (base != null && base.isAbsolute()) {
            return base;
        }
        Path home = path(environment.getOrDefault("HOME", ""));
        return home == null ? null : home.resolve(".config");
    }

    private static @Nullable Path path(String text) {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
