// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.listen.Limits;
import java.util.concurrent.atomic.LongAdder;

/** Counts the streams of flows and events, and admits no more than a limit. Thread-safe. */
public final class StreamCounts {
    /** The status description for a refused stream. */
    public static final String TOO_MANY = "this server serves as many streams as it may (" + Limits.STREAMS + ", "
            + Limits.STREAMS_FOR_UNIX_SOCKETS + " of them by unix sockets only); try again when one has ended";

    private final LongAdder open = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** Returns the number of open streams. */
    public long open() {
        return open.sum();
    }

    /** Returns the number of streams that were refused because there were too many. */
    public long refused() {
        return refused.sum();
    }

    /**
     * Returns whether one more stream may open for a client. Counts a refusal if not. The last streams are for clients of
     * unix sockets, so that those who manage the node are served whatever comes by TCP.
     */
    public boolean admit(Client client) {
        int limit = client.usesUnixSocket() ? Limits.STREAMS : Limits.STREAMS - Limits.STREAMS_FOR_UNIX_SOCKETS;
        boolean admitted = open.sum() < limit;
        if (!admitted) {
            refused.increment();
        }
        return admitted;
    }

    /** Counts a stream that opens. */
    void opened() {
        open.increment();
    }

    /** Counts a stream that closes. */
    void closed() {
        open.decrement();
    }
}
