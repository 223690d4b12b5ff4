// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The configuration of a source of events. */
public sealed interface SourceConfig {
    /** Returns the kind of the source, for example {@code replay}. */
    String kind();

    /**
     * Returns the name of the source in messages, metrics and status, for example {@code replay:FILE}. Two sources with
     * the same name would deliver the same events.
     */
    String name();

    /**
     * Returns whether the ingest thread polls the source itself even if there are others, because its events wait
     * outside this process until then and a poll waits no longer than it is told. Any other source is then read on a
     * thread of its own.
     */
    boolean isPolledDirectly();

    /**
     * Returns whether reading pauses while the queue of the source is full, because nothing is lost by that. Otherwise
     * events that find no room are lost, and are counted.
     */
    boolean waitsForRoom();

    /**
     * Returns whether the source observes packets at network devices of this host. It then never delivers dropped
     * packets, policy verdicts or L7 requests.
     */
    boolean observesDevices();

    /**
     * Calls the method for this kind of source, and returns its result.
     *
     * @throws X what the method throws
     */
    <T, X extends Exception> T match(Cases<T, X> cases) throws X;

    /** What to do with each kind of source. A new kind is a method here, so no user of the interface can forget it. */
    interface Cases<T, X extends Exception> {
        T bpf(Bpf bpf) throws X;

        T replay(Replay replay) throws X;
    }

    /**
     * The eBPF programs of this project, attached to the interfaces of this host.
     *
     * @param observeArp whether they report ARP and IPv6 neighbour discovery
     * @param monitor when they report packets
     * @param tables how many connections they follow
     */
    record Bpf(
            int perfRingPages,
            List<String> interfaces,
            boolean clsact,
            boolean observeArp,
            MonitorConfig monitor,
            ConnectionTablesConfig tables)
            implements SourceConfig {
        /** The default for the pages of each CPU's perf ring: 512 KiB. */
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

        @Override
        public String name() {
            return "bpf";
        }

        /** The perf rings are its queue. */
        @Override
        public boolean isPolledDirectly() {
            return true;
        }

        @Override
        public boolean waitsForRoom() {
            return false;
        }

        @Override
        public boolean observesDevices() {
            return true;
        }

        @Override
        public <T, X extends Exception> T match(Cases<T, X> cases) throws X {
            return cases.bpf(this);
        }
    }

    /**
     * A recorded capture.
     *
     * @param loop whether the replay starts again at the end, without limit
     */
    record Replay(Path file, Speed speed, Time time, boolean loop) implements SourceConfig {
        @Override
        public String kind() {
            return "replay";
        }

        @Override
        public String name() {
            return "replay:" + file.toAbsolutePath().normalize();
        }

        @Override
        public boolean isPolledDirectly() {
            return false;
        }

        /** A replay at the original speed keeps its pace. */
        @Override
        public boolean waitsForRoom() {
            return speed == Speed.MAX;
        }

        /** A capture may hold events of any kind. */
        @Override
        public boolean observesDevices() {
            return false;
        }

        @Override
        public <T, X extends Exception> T match(Cases<T, X> cases) throws X {
            return cases.replay(this);
        }
    }

    /** The speed of a replay. */
    enum Speed {
        /** The speed of the recording. */
        ORIGINAL,
        /** As fast as possible. */
        MAX;

        /** Parses the value of {@code --replay-speed}. */
        public static Speed parse(String text) {
            return switch (text) {
                case "original" -> ORIGINAL;
                case "max" -> MAX;
                default -> throw new ConfigException("--replay-speed: \"" + text + "\" is neither original nor max");
            };
        }
    }

    /** The times of replayed events. */
    enum Time {
        /** The times of the recording. */
        ORIGINAL,
        /** The times of the recording, shifted so that the first event happens now. */
        NOW;

        /** Parses the value of {@code --replay-time}. */
        public static Time parse(String text) {
            return switch (text) {
                case "original" -> ORIGINAL;
                case "now" -> NOW;
                default -> throw new ConfigException("--replay-time: \"" + text + "\" is neither original nor now");
            };
        }
    }

    /** The flags for a replay: {@link Replay} without its file. */
    record ReplayFlags(Speed speed, Time time, boolean loop) {}

    /**
     * Parses one value of {@code --source}.
     *
     * @param bpf the result if the value is {@code bpf}
     * @param replay the flags of the result if the value is {@code replay:FILE}
     */
    static SourceConfig parse(String text, Bpf bpf, ReplayFlags replay) {
        if (text.equals("bpf")) {
            return bpf;
        }
        if (text.startsWith("replay:") && text.length() > "replay:".length()) {
            Path file = path(text.substring("replay:".length()));
            return new Replay(file, replay.speed, replay.time, replay.loop);
        }
        throw new ConfigException("--source: \"" + text + "\" is not known; give bpf or replay:FILE");
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigException("--source: \"replay:" + text + "\" names no file: " + e.getReason());
        }
    }
}
