// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the command with which the user can start this program from the current directory. */
public final class Launcher {
    private static final String NAME = "observer";

    private Launcher() {}

    /** Returns the command, with {@code sudo} in front if this process was started with it. */
    public static String command() {
        String sudo = System.getenv("SUDO_USER") == null ? "" : "sudo ";
        try {
            Path jar = Path.of(Launcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path launcher = jar.resolve("../../bin/" + NAME).normalize().toRealPath();
            return sudo + (isInPath(launcher) ? NAME : shortest(launcher));
        } catch (IOException | URISyntaxException notInADistribution) {
            return sudo + NAME;
        }
    }

    private static boolean isInPath(Path launcher) throws IOException {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, NAME);
            if (!directory.isEmpty() && Files.exists(candidate)) {
                return Files.isSameFile(candidate, launcher);
            }
        }
        return false;
    }

    private static String shortest(Path launcher) throws IOException {
        Path here = Path.of("").toRealPath();
        return launcher.startsWith(here) ? here.relativize(launcher).toString() : launcher.toString();
    }
}
