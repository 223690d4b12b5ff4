// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.proto.observer.GetFlowsRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of the history is wanted: the flags that choose by number and by time. */
final class Selection {
    private static final long DEFAULT_LAST = 20;
    private static final long ALL = -1; // the largest unsigned number

    @Option(names = "--last", paramLabel = "N", description = "the newest N flows (default: 20 without other choice)")
    private long last;

    @Option(names = "--first", paramLabel = "N", description = "the oldest N flows")
    private long first;

    @Option(names = "--all", description = "all flows that the server still has")
    private boolean all;

    @Option(
            names = {"-f", "--follow"},
            description = "print flows as they happen")
    private boolean follow;

    @Option(names = "--since", paramLabel = "TIME", description = "from this time: 5m (ago) or 2024-05-07T12:34:00Z")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "to this time; the same forms")
    private @Nullable String until;

    /** @throws UserError when the flags contradict each other or a time cannot be read */
    void fill(GetFlowsRequest.Builder request, Instant now) {
        check();
        request.setFollow(follow);
        if (since != null) {
            request.setSince(TimeArgument.parse("since", since, now));
        }
        if (until != null && !follow) {
            request.setUntil(TimeArgument.parse("until", until, now));
        }
        boolean byTime = since != null || until != null;
        if (first > 0) {
            request.setNumber(first).setFirst(true);
        } else if (last > 0) {
            request.setNumber(last);
        } else if (all && !byTime) {
            request.setNumber(ALL);
        } else if (!byTime && !follow) {
            request.setNumber(DEFAULT_LAST);
        }
    }

    boolean follows() {
        return follow;
    }

    private void check() {
        refuse(first > 0 && last > 0, "--first and --last");
        refuse(first > 0 && all, "--first and --all");
        refuse(first > 0 && follow, "--first and --follow");
        refuse(last > 0 && all, "--last and --all");
        if (first < 0 || last < 0) {
            throw new UserError("--first and --last take a number of flows, 0 or more");
        }
    }

    private static void refuse(boolean both, String flags) {
        if (both) {
            throw new UserError("cannot set both " + flags);
        }
    }
}
