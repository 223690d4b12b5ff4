// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;
import java.util.List;

/** Where events come from. */
public sealed interface SourceConfig {
    /** Our own kernel programs at this host's interfaces. */
    record Bpf(int perfRingPages, List<String> interfaces, boolean clsact) implements SourceConfig {
        /** Pages of each CPU's ring unless the operator says otherwise: 512 KiB. */
        public static final int DEFAULT_PERF_RING_PAGES = 128;

        private static final int MAX_PERF_RING_PAGES = 1 << 16;

        public Bpf {
            if (Integer.bitCount(perfRingPages) != 1 || perfRingPages < 1 || perfRingPages > MAX_PERF_RING_PAGES) {
                throw new ConfigException("--perf-ring-pages: " + perfRingPages + " is not a power of two from 1 to "
                        + MAX_PERF_RING_PAGES);
            }
            interfaces = List.copyOf(interfaces);
        }
    }

    /** A recorded capture. */
    record Replay(Path file, Speed speed) implements SourceConfig {}

    /** How fast a capture is replayed. */
    enum Speed {
        /** At the pace at which it was recorded. */
        ORIGINAL,
        /** As fast as it can be read. */
        MAX;

        /** From the text of {@code --replay-speed}. */
        public static Speed parse(String text) {
            return switch (text) {
                case "original" -> ORIGINAL;
                case "max" -> MAX;
                default -> throw new ConfigException("--replay-speed: \"" + text + "\" is neither original nor max");
            };
        }
    }

    /**
     * From the text of {@code --source}.
     *
     * @param bpf what the source is if the text is {@code bpf}
     */
    static SourceConfig parse(String text, Bpf bpf, Speed speed) {
        if (text.equals("bpf")) {
            return bpf;
        }
        if (text.startsWith("replay:") && text.length() > "replay:".length()) {
            return new Replay(Path.of(text.substring("replay:".length())), speed);
        }
        throw new ConfigException("--source: \"" + text + "\" is not known; give bpf or replay:FILE");
    }
}
