// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.flags;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of the history that a request returns, limited by number and time.
 *
 * @param last the number of newest flows; 0 if not given
 * @param first the number of oldest flows; 0 if not given
 * @param all whether to return all flows
 * @param follow whether to return new flows too
 * @param since the oldest time, as the user wrote it; null if not given
 * @param until the newest time, as the user wrote it; null if not given
 */
public record FlowRange(
        long last, long first, boolean all, boolean follow, @Nullable String since, @Nullable String until) {
    /** The number of flows that are returned if the range gives neither a number nor a time. */
    public static final long DEFAULT_LAST = 20;

    private static final long ALL = -1; // as unsigned number: the largest

    /**
     * Fills the range fields of a request.
     *
     * @throws FlagException if parts contradict each other, or if a time cannot be parsed
     */
    public void fill(GetFlowsRequest.Builder request, Instant now) {
        check();
        request.setFollow(follow);
        if (since != null) {
            request.setSince(TimeArgument.parse("since", since, now));
        }
        if (until != null) {
            Timestamp end = TimeArgument.parse("until", until, now);
            if (follow
                    && !Instant.ofEpochSecond(end.getSeconds(), end.getNanos()).isAfter(now)) {
                throw new FlagException("cannot follow until a time that has passed: \"" + until
                        + "\"; a time ahead is --until=-30s or 2030-01-01T00:00:00Z");
            }
            request.setUntil(end);
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
