// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.util.concurrent.atomic.AtomicLongArray;

/** Connections by what became of them, each counted once; any thread may count and read. */
public final class ConnectionCounts {
    private final AtomicLongArray counts = new AtomicLongArray(ConnectionOutcome.values().length);

    /** Connections of a kind since start. */
    public long of(ConnectionOutcome kind) {
        return counts.get(kind.ordinal());
    }

    void count(ConnectionOutcome kind) {
        counts.incrementAndGet(kind.ordinal());
    }
}
