// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what standard output and standard error are connected to. It reads this from /proc and needs no native library. */
public final class StandardStreams {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path ERROR = Path.of("/proc/self/fd/2");

    private StandardStreams() {}

    /** Opens standard output and standard error. */
    public static ConsoleOutput open() {
        return new ConsoleOutput(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    static boolean outputIsTerminal() {
        return isTerminal(target(OUTPUT));
    }

    /** Returns whether a person sees standard error, as far as that can be known. */
    public static boolean errorIsTerminal() {
        return isTerminal(target(ERROR));
    }

    private static boolean isTerminal(String target) {
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    /**
     * Returns whether to use colors if the user did not choose: on a terminal that is not dumb, without
     * {@code NO_COLOR}.
     */
    public static boolean colored() {
        return System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")) && outputIsTerminal();
    }

    /**
     * Returns whether standard output is a pipe or socket. A write to it fails only if its reader has closed it, as
     * {@code head} does.
     */
    public static boolean outputIsPipe() {
        String target = target(OUTPUT);
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    private static String target(Path stream) {
        try {
            return Files.readSymbolicLink(stream).toString();
        } catch (IOException | UnsupportedOperationException unknown) {
            return "";
        }
    }
}
