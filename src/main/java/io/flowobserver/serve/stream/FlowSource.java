// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.wire.Wire;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.Rings;
import java.util.concurrent.atomic.AtomicBoolean;

/** The rings that all streams read, where they register, and the name of this node for loss notes. Thread-safe. */
public final class FlowSource {
    private final Rings rings;
    private final Readers readers;
    private final byte[] nodeName;
    private final StreamCounts streams;
    private final AtomicBoolean failed = new AtomicBoolean();

    public FlowSource(Rings rings, Readers readers, String nodeName, StreamCounts streams) {
        this.rings = rings;
        this.readers = readers;
        this.nodeName = Wire.utf8(nodeName);
        this.streams = streams;
    }

    public FlowRing ring() {
        return rings.flows();
    }

    public LossLedger ledger() {
        return rings.losses();
    }

    Rings rings() {
        return rings;
    }

    public Readers readers() {
        return readers;
    }

    public StreamCounts streams() {
        return streams;
    }

    /** Returns the name in UTF-8. The caller must not change the array. */
    byte[] nodeName() {
        return nodeName;
    }

    /** Returns true at the first call, so that only the first failure of a stream is logged. */
    boolean firstFailure() {
        return failed.compareAndSet(false, true);
    }
}
