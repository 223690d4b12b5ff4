// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ConnectionTablesConfig;
import io.flowobserver.config.MonitorConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for what the kernel programs count and report. */
final class MonitorOptions {
    @Option(
            names = "--monitor-aggregation",
            paramLabel = "LEVEL",
            description = "what is an event: none (each packet), low (a new connection, new TCP flags, the end, and"
                    + " otherwise one a second for each direction), medium (the same, with one in an interval) or"
                    + " maximum (a new connection and its end); packets and bytes are counted always"
                    + " (default: ${DEFAULT-VALUE})")
    private String level = MonitorConfig.Level.MEDIUM.label();

    @Option(
            names = "--monitor-aggregation-interval",
            paramLabel = "TIME",
            description = "the interval of medium, and the time after which what a quiet connection has not reported is"
                    + " reported (default: 5s)")
    private @Nullable String interval;

    @Option(
            names = "--monitor-rate-limit",
            paramLabel = "N",
            description = "events a second of each CPU; what is over it is reported later, 0 for no limit"
                    + " (default: ${DEFAULT-VALUE})")
    private int rateLimit;

    @Option(
            names = "--monitor-burst-limit",
            paramLabel = "N",
            description = "so many events may come at once in spite of the rate limit; 0 for as many as in a second"
                    + " (default: ${DEFAULT-VALUE})")
    private int burstLimit;

    @Option(
            names = "--bpf-filter",
            paramLabel = "RULE",
            description = "which connections are reported: allow or deny, and any of cidr=, port=, protocol= and"
                    + " endpoint= that match either end, for example 'deny port=53 protocol=udp'; the first rule that"
                    + " matches decides, and after an allow rule the rest is denied; repeatable (default: all are)")
    private List<String> filter = new ArrayList<>();

    @Option(
            names = "--bpf-ct-global-tcp-max",
            paramLabel = "N",
            description = "TCP connections that can be followed, at each device; of IPv6 half as many, as with the next"
                    + " two (default: ${DEFAULT-VALUE})")
    private int tcp = ConnectionTablesConfig.DEFAULT_TCP;

    @Option(
            names = "--bpf-ct-half-open-max",
            paramLabel = "N",
            description = "TCP connections in which one end takes no part so far (default: ${DEFAULT-VALUE})")
    private int halfOpen = ConnectionTablesConfig.DEFAULT_HALF_OPEN;

    @Option(
            names = "--bpf-ct-global-any-max",
            paramLabel = "N",
            description = "connections of all other protocols (default: ${DEFAULT-VALUE})")
    private int other = ConnectionTablesConfig.DEFAULT_OTHER;

    MonitorConfig config() {
        return new MonitorConfig(
                MonitorConfig.Level.parse(level),
                interval(),
                rateLimit,
                burstLimit,
                filter.stream().map(PacketRuleParser::parse).toList());
    }

    ConnectionTablesConfig tables() {
        return new ConnectionTablesConfig(tcp, halfOpen, other);
    }

    private Duration interval() {
        return interval == null
                ? MonitorConfig.DEFAULT_INTERVAL
                : TimeFlag.parse("--monitor-aggregation-interval", interval, "5s");
    }
}
