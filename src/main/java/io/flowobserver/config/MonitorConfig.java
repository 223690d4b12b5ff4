// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When the kernel programs report packets. The names of the flags are as those of Cilium.
 *
 * @param level {@code --monitor-aggregation}
 * @param interval {@code --monitor-aggregation-interval}
 * @param rateLimit {@code --monitor-rate-limit}: events a second of each CPU; 0 for no limit
 * @param burstLimit {@code --monitor-burst-limit}: so many of them may come at once; 0 for as many as the rate
 * @param filter {@code --bpf-filter}: what is not reported; the first rule that matches decides
 */
public record MonitorConfig(Level level, Duration interval, int rateLimit, int burstLimit, List<PacketRule> filter) {
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_RULES = 64;
    private static final int MOST_EVENTS = 100_000_000;

    /** What applies without flags. Behind the constants above, with which it is checked. */
    public static final MonitorConfig DEFAULT = new MonitorConfig(Level.MEDIUM, DEFAULT_INTERVAL, 0, 0, List.of());

    public MonitorConfig {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new ConfigException("--monitor-aggregation-interval: give 100ms to 1h");
        }
        Range.check("--monitor-rate-limit", rateLimit, 0, MOST_EVENTS);
        Range.check("--monitor-burst-limit", burstLimit, 0, MOST_EVENTS);
        if (burstLimit > 0 && rateLimit == 0) {
            throw new ConfigException("--monitor-burst-limit needs --monitor-rate-limit");
        }
        if (filter.size() > MOST_RULES) {
            throw new ConfigException("--bpf-filter: " + filter.size() + " rules are more than " + MOST_RULES);
        }
        filter = List.copyOf(filter);
    }

    /** Returns what is an event, in a few words. */
    public String summary() {
        String events =
                switch (level) {
                    case NONE -> ", each packet is an event";
                    case LOW -> ", one event a second for a direction without news";
                    case MEDIUM ->
                        ", one event in " + interval.toMillis() / 1_000.0 + " s for a direction without news";
                    case MAXIMUM -> ", an event when a connection begins and when it ends";
                };
        return level.label()
                + events
                + (filter.isEmpty() ? "" : "; filter of " + filter.size() + " rules")
                + (rateLimit == 0 ? "" : "; at most " + rateLimit + " events a second of each CPU");
    }

    /**
     * A rule of the filter.
     *
     * @param allows whether what matches is reported
     * @param network first and last half of a network address, IPv4 as {@code ::ffff:a.b.c.d}; either end matches
     * @param mask the bits of the network that count
     * @param firstPort lowest port that matches, of either end
     * @param lastPort highest port that matches
     * @param protocol number of the IP protocol, 0 for any
     * @param endpoint id of a local endpoint at either end, 0 for any
     */
    public record PacketRule(
            boolean allows, Halves network, Halves mask, int firstPort, int lastPort, int protocol, int endpoint) {}

    /** The two halves of 128 bits. */
    public record Halves(long high, long low) {
        public static final Halves ZERO = new Halves(0, 0);
    }

    /** What causes an event. */
    public enum Level {
        /** Each packet. */
        NONE,
        /** As with medium, but with an event in each second. */
        LOW,
        /** A new connection, new TCP flags, the end, and otherwise once in an interval for each direction. */
        MEDIUM,
        /** A new connection and its end. */
        MAXIMUM;

        /**
         * Returns the level of that name. Cilium knows more names for them: {@code disabled}, {@code lowest}, {@code max}
         * and so on.
         *
         * @throws ConfigException with a one-line message for the operator
         */
        public static Level parse(String text) {
            String name = text.toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(level -> level.label().equals(name))
                    .findFirst()
                    .orElseGet(() -> switch (name) {
                        case "", "disabled" -> NONE;
                        case "lowest" -> LOW;
                        case "max" -> MAXIMUM;
                        default ->
                            throw new ConfigException("--monitor-aggregation: \"" + text
                                    + "\" is no level; give "
                                    + Arrays.stream(values()).map(Level::label).collect(Collectors.joining(", ")));
                    });
        }

        /** Returns the value of the flag that stands for this. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
