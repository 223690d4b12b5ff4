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
 * The identity of the process that created a resource. It is part of the resource's name.
 *
 * @param pid the process id, which another process can get later
 * @param startTicks the start time in clock ticks since boot; the combination of both is unique
 */
record ProcessIdentity(long pid, long startTicks) {
    private static final String PREFIX = "observer-demo-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,10})-(\\d{1,18})(-[a-z]+)?");
    /** The index of the start time in the fields after the program's name in /proc/PID/stat. */
    private static final int START_FIELD = 19;

    static ProcessIdentity current() throws IOException {
        long pid = ProcessHandle.current().pid();
        return new ProcessIdentity(pid, startOf(pid));
    }

    /** Returns the process that created the resource with this name, or empty if no demo created it. */
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
        // The program's name is in parentheses and may contain any character.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[START_FIELD]);
    }
}
