// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.flags;

import io.flowobserver.proto.observer.GetFlowsRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the history is wanted, by number and by time.
 *
 * @param last the newest so many, 0 if not given
 * @param first the oldest so many, 0 if not given
 * @param all all that there are
 * @param follow those that come, too
 * @param since oldest time, as written
 * @param until newest time, as written
 */
public record FlowRange(
        long last, long first, boolean all, boolean follow, @Nullable String since, @Nullable String until) {
    /** How many are shown if nothing is said of how many. */
    public static final long DEFAULT_LAST = 20;

    private static final long ALL = -1; // the largest unsigned number

    /**
     * Writes the range into a request.
     *
     * @param now what times that are given as an age count back from
     * @throws FlagException when parts contradict each other or a time cannot be read
     */
    public void fill(GetFlowsRequest.Builder request, Instant now) {
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

    private void check() {
        refuse(first > 0 && last > 0, "--first and --last");
        refuse(first > 0 && all, "--first and --all");
        refuse(first > 0 && follow, "--first and --follow");
        refuse(last > 0 && all, "--last and --all");
        if (first < 0 || last < 0) {
            throw new FlagException("--first and --last take a number of flows, 0 or more");
        }
    }

    private static void refuse(boolean both, String flags) {
        if (both) {
            throw new FlagException("cannot set both " + flags);
        }
    }
}
