// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import io.flowobserver.filter.flags.FlowRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for the part of the history, by number and by time. */
public final class RangeOptions {
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

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "to this time; the same forms. With --follow: end then")
    private @Nullable String until;

    /** Returns the range. */
    public FlowRange range() {
        return new FlowRange(last, first, all, follow, since, until);
    }

    /** Returns whether the number of flows is given. */
    public boolean isCounted() {
        return last > 0 || first > 0;
    }

    /** Returns whether new flows are wanted too. */
    public boolean follows() {
        return follow;
    }
}
