// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.proto.node.Connections;
import io.flowobserver.serve.client.CutReason;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts connections by their outcome, each once, and those that were cut by the reason. Any thread. */
public final class ConnectionCounts {
    private final AtomicLongArray counts = new AtomicLongArray(ConnectionOutcome.values().length);
    private final AtomicLongArray cuts = new AtomicLongArray(CutReason.values().length);

    /** Connections with this outcome since start. */
    public long of(ConnectionOutcome outcome) {
        return counts.get(outcome.ordinal());
    }

    /** Connections that were cut for this reason since start. */
    public long of(CutReason reason) {
        return cuts.get(reason.ordinal());
    }

    /** Returns those outcomes that have occurred, for the node's status. */
    public Connections.Builder status() {
        Connections.Builder status = Connections.newBuilder();
        for (ConnectionOutcome outcome : ConnectionOutcome.values()) {
            long count = of(outcome);
            if (count > 0) {
                status.addOutcomes(io.flowobserver.proto.node.ConnectionOutcome.newBuilder()
                        .setOutcome(outcome.label())
                        .setCount(count));
            }
        }
        return status;
    }

    void count(CutReason reason) {
        cuts.incrementAndGet(reason.ordinal());
    }

    void count(ConnectionOutcome outcome) {
        counts.incrementAndGet(outcome.ordinal());
    }
}
