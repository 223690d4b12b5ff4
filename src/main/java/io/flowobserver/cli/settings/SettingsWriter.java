// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes settings into our file, which always is either the old one or the new one. A file that is new begins with what
 * hubble's file has: from then on, that one is no longer read.
 *
 * @param notes takes what the user should know, one line
 */
record SettingsWriter(SettingsPaths paths, Consumer<String> notes) {
    /** As a password can be in the file, only its user may read a new one. */
    private static final String FILE_MODE = "rw-------";

    private static final String DIRECTORY_MODE = "rwxr-x---";

    /**
     * Writes values; those of other keys stay as they are.
     *
     * @throws UserError if the file cannot be read or written
     */
    void write(Map<ClientKey, List<String>> values) {
        Path file = paths.ours();
        if (file == null) {
            throw new UserError("no place for a configuration file: set HOME, or use --config FILE");
        }
        Path base = paths.read();
        SettingsFile settings = SettingsFile.read(base);
        values.forEach(settings::set);
        try {
            replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), settings.toString());
        } catch (AccessDeniedException e) {
            throw new UserError(file + ": cannot be written: permission denied");
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written: " + e.getMessage());
        }
        if (base != null && !base.equals(file)) {
            notes.accept(file + ": is new and has the settings of " + base + ", which is no longer read");
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path directory = file.getParent();
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORY_MODE)));
        Path next = Files.createTempFile(
                directory,
                ".config",
                ".yaml",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE_MODE)));
        try {
            Files.writeString(next, text);
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
