// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.client.RateLimitedWarning;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls and connections that a limit has refused or ended, and logs at most one line in ten seconds for each
 * limit. Any thread.
 */
public final class RejectedCalls {
    private static final Logger log = LoggerFactory.getLogger(RejectedCalls.class);

    private final AtomicLongArray counts = new AtomicLongArray(CallRejection.values().length);
    private final Map<CallRejection, RateLimitedWarning> warnings = new EnumMap<>(CallRejection.class);

    public RejectedCalls() {
        for (CallRejection limit : CallRejection.values()) {
            warnings.put(limit, new RateLimitedWarning(log));
        }
    }

    /** Returns how many calls and connections this limit has refused or ended since start. */
    public long of(CallRejection limit) {
        return counts.get(limit.ordinal());
    }

    /**
     * Counts one.
     *
     * @param logged the rest of the log line that begins with the client's name: what the client did, and what became of
     *     it
     */
    public void add(CallRejection limit, Client client, String logged) {
        counts.incrementAndGet(limit.ordinal());
        warnings.get(limit).log(() -> client + " " + logged);
    }
}
