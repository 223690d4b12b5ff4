// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.filter.flags.FlowRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for the part of the history, by number and by time. */
final class RangeOptions {
    @Option(names = "--last", paramLabel = "N", description = "the newest N (default: 20 if no other range is given)")
    private long last;

    @Option(names = "--first", paramLabel = "N", description = "the oldest N")
    private long first;

    @Option(names = "--all", description = "everything that the server still has")
    private boolean all;

    @Option(
            names = {"-f", "--follow"},
            description = "also print new ones as they happen")
    private boolean follow;

    @Option(names = "--since", paramLabel = "TIME", description = "from this time: 5m (ago) or 2024-05-07T12:34:00Z")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "to this time; the same forms")
    private @Nullable String until;

    FlowRange range() {
        return new FlowRange(last, first, all, follow, since, until);
    }

    boolean follows() {
        return follow;
    }
}
