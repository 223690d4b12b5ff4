// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts connections by their outcome, each once. Any thread. */
public final class ConnectionCounts {
    private final AtomicLongArray counts = new AtomicLongArray(ConnectionOutcome.values().length);

    /** Connections with this outcome since start. */
    public long of(ConnectionOutcome outcome) {
        return counts.get(outcome.ordinal());
    }

    void count(ConnectionOutcome outcome) {
        counts.incrementAndGet(outcome.ordinal());
    }
}
