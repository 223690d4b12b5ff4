// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What standard output is connected to. Linux names it in /proc, which costs no native library. */
public final class StandardStreams {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");

    private StandardStreams() {}

    public static ConsoleOutput open() {
        return new ConsoleOutput(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    static boolean outputIsTerminal() {
        String target = target();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    /** Whether colours are welcome where nobody asked for them or against them. */
    public static boolean colored() {
        return System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")) && outputIsTerminal();
    }

    /** A pipe or socket fails for one reason: its reader has gone, as {@code head} does when it has seen enough. */
    public static boolean outputIsPipe() {
        String target = target();
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    private static String target() {
        try {
            return Files.readSymbolicLink(OUTPUT).toString();
        } catch (IOException | UnsupportedOperationException unknown) {
            return "";
        }
    }
}
