// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long the event loops of a daemon have waited for a processor. Other programs of the machine, the attackers among
 * them, are the reason, not the daemon.
 */
final class ProcessorWait {
    /** As the kernel has them, with 15 characters at most. */
    private static final String ACCEPTING = "observer-accept";

    private static final List<String> SERVING = List.of("observer-serve-", "observer-metric");

    private final Path threads;
    private final Map<Path, Long> before;

    private ProcessorWait(Path threads, Map<Path, Long> before) {
        this.threads = threads;
        this.before = before;
    }

    /** Begins to measure. */
    static ProcessorWait begin(long pid) {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        return new ProcessorWait(threads, waits(threads));
    }

    /** Nanoseconds since the beginning by which a request may have come later. */
    long nanos() {
        long accepting = 0;
        long serving = 0;
        for (Map.Entry<Path, Long> now : waits(threads).entrySet()) {
            long waited = now.getValue() - before.getOrDefault(now.getKey(), 0L);
            if (text(now.getKey().resolve("comm")).startsWith(ACCEPTING)) {
                accepting = waited;
            } else {
                serving = Math.max(serving, waited);
            }
        }
        return accepting + serving;
    }

    private static Map<Path, Long> waits(Path threads) {
        Map<Path, Long> waits = new HashMap<>();
        try (Stream<Path> all = Files.list(threads)) {
            all.filter(ProcessorWait::isEventLoop).forEach(thread -> waits.put(thread, wait(thread)));
        } catch (IOException ended) {
            return Map.of();
        }
        return waits;
    }

    private static boolean isEventLoop(Path thread) {
        String name = text(thread.resolve("comm"));
        return name.startsWith(ACCEPTING) || SERVING.stream().anyMatch(name::startsWith);
    }

    /** The second number is the time on a run queue (Documentation/scheduler/sched-stats.rst of Linux). */
    private static long wait(Path thread) {
        String[] numbers = text(thread.resolve("schedstat")).split(" ", -1);
        return numbers.length < 2 ? 0 : Long.parseLong(numbers[1]);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException ended) {
            return "";
        }
    }
}
