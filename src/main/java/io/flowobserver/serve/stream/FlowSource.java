// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.wire.Wire;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.NoticeRing;
import io.flowobserver.ring.Rings;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** The rings that all streams read, and the name of this node for loss notes. Thread-safe. */
public final class FlowSource {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Rings rings;
    private final byte[] nodeName;
    private final StreamCounts streams;
    private final AtomicBoolean failed = new AtomicBoolean();

    public FlowSource(Rings rings, String nodeName, StreamCounts streams) {
        this.rings = rings;
        this.nodeName = Wire.utf8(nodeName);
        this.streams = streams;
    }

    public FlowRing ring() {
        return rings.flows();
    }

    public LossLedger ledger() {
        return rings.losses();
    }

    NoticeRing agentEvents() {
        return rings.agent();
    }

    NoticeRing debugEvents() {
        return rings.debug();
    }

    public StreamCounts streams() {
        return streams;
    }

    /** Returns the name in UTF-8. The caller must not change the array. */
    byte[] nodeName() {
        return nodeName;
    }

    /** Returns the current time in nanoseconds since 1970-01-01 UTC. */
    public long nowNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    /** Returns true at the first call, so that only the first failure of a stream is logged. */
    boolean firstFailure() {
        return failed.compareAndSet(false, true);
    }
}
