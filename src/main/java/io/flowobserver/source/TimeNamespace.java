// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The time namespace of this process. Its monotonic clock has an offset to the kernel's (time_namespaces(7)). */
final class TimeNamespace {
    /** Lines of clock, seconds and nanoseconds. Kernels without time namespaces do not have the file. */
    private static final Path OFFSETS = Path.of("/proc/self/timens_offsets");

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Read once: the kernel allows no change while a process is in the namespace. */
    private static final long OFFSET_NANOS = read();

    private TimeNamespace() {}

    /** Returns this process's CLOCK_MONOTONIC minus the kernel's, in nanoseconds. */
    static long monotonicOffsetNanos() {
        return OFFSET_NANOS;
    }

    private static long read() {
        try {
            return monotonicOffsetNanos(Files.readAllLines(OFFSETS));
        } catch (IOException e) {
            return 0;
        }
    }

    static long monotonicOffsetNanos(List<String> lines) {
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length == 3 && words[0].equals("monotonic")) {
                return Long.parseLong(words[1]) * NANOS_PER_SECOND + Long.parseLong(words[2]);
            }
        }
        return 0;
    }
}
