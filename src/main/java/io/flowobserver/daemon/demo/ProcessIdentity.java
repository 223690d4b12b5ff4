// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that made something, as told by its name.
 *
 * @param pid its id, which another process may get later
 * @param startTicks when it started, in clock ticks since the kernel did: together they never come again
 */
record ProcessIdentity(long pid, long startTicks) {
    private static final String PREFIX = "observer-demo-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,10})-(\\d{1,18})(-[a-z]+)?");
    /** Of the fields behind the program's name in /proc/PID/stat. */
    private static final int START_FIELD = 19;

    static ProcessIdentity current() throws IOException {
        long pid = ProcessHandle.current().pid();
        return new ProcessIdentity(pid, startOf(pid));
    }

    /** Who made the thing that has this name; empty if no demo did. */
    static Optional<ProcessIdentity> of(String name) {
        Matcher match = NAME.matcher(name);
        return match.matches()
                ? Optional.of(new ProcessIdentity(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    String name() {
        return PREFIX + pid + "-" + startTicks;
    }

    String name(String part) {
        return name() + "-" + part;
    }

    boolean isAlive() {
        try {
            return startOf(pid) == startTicks;
        } catch (IOException gone) {
            return false;
        }
    }

    private static long startOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The program's name stands in parentheses and may hold any character.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[START_FIELD]);
    }
}
