// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;
import java.util.List;

/** Where events come from. */
public sealed interface SourceConfig {
    /** The kind of the source in messages, metrics and status. */
    String kind();

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

        @Override
        public String kind() {
            return "bpf";
        }
    }

    /**
     * A recorded capture.
     *
     * @param loop whether it begins again when it ends, for ever
     */
    record Replay(Path file, Speed speed, Time time, boolean loop) implements SourceConfig {
        @Override
        public String kind() {
            return "replay";
        }
    }

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

    /** When a replayed event happened. */
    enum Time {
        /** When it was recorded. */
        ORIGINAL,
        /** As long after the present as it was recorded after the capture's first. */
        NOW;

        /** From the text of {@code --replay-time}. */
        public static Time parse(String text) {
            return switch (text) {
                case "original" -> ORIGINAL;
                case "now" -> NOW;
                default -> throw new ConfigException("--replay-time: \"" + text + "\" is neither original nor now");
            };
        }
    }

    /** The flags that go with a capture: {@link Replay} without its file. */
    record ReplayFlags(Speed speed, Time time, boolean loop) {}

    /**
     * From the text of {@code --source}.
     *
     * @param bpf what the source is if the text is {@code bpf}
     */
    static SourceConfig parse(String text, Bpf bpf, ReplayFlags replay) {
        if (text.equals("bpf")) {
            return bpf;
        }
        if (text.startsWith("replay:") && text.length() > "replay:".length()) {
            Path file = Path.of(text.substring("replay:".length()));
            return new Replay(file, replay.speed, replay.time, replay.loop);
        }
        throw new ConfigException("--source: \"" + text + "\" is not known; give bpf or replay:FILE");
    }
}
