// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.Malformed;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What became of the events. Written by the ingest thread without atomic operations, readable by any thread; a reader
 * may see a sum that is one event behind.
 *
 * <p>Once the thread rests, {@code received = flows + notices + malformed + skipped + notDecoded}.
 */
public final class EventCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int TYPES = 256;
    private static final Malformed[] REASONS = Malformed.values();

    private final long[] received = new long[TYPES];
    private final long[] malformed = new long[REASONS.length];
    private final long[] flows = new long[1];
    private final long[] notices = new long[1];
    private final long[] skipped = new long[1];
    private final long[] notDecoded = new long[1];
    private final long[] unattributed = new long[1];

    EventCounters() {}

    /** Events of a message type, whatever became of them. */
    public long received(int messageType) {
        return get(received, messageType);
    }

    /** Events that were malformed in a way. */
    public long malformed(Malformed reason) {
        return get(malformed, reason.ordinal());
    }

    /** Events that became flows. */
    public long flows() {
        return get(flows, 0);
    }

    /** Events that became agent or debug events. */
    public long notices() {
        return get(notices, 0);
    }

    /** Socket events left out because their cgroup belongs to no known pod. */
    public long skipped() {
        return get(skipped, 0);
    }

    /** Events of a message type that this version does not know: those are not counted as malformed. */
    public long notDecoded() {
        return get(notDecoded, 0);
    }

    /** Flows of which neither side is known. */
    public long unattributed() {
        return get(unattributed, 0);
    }

    /** All events. */
    public long received() {
        return sum(received);
    }

    /** All malformed events. */
    public long malformed() {
        return sum(malformed);
    }

    void countReceived(int messageType) {
        increment(received, messageType);
    }

    void countFlow(boolean attributed) {
        increment(flows, 0);
        if (!attributed) {
            increment(unattributed, 0);
        }
    }

    void countNotice() {
        increment(notices, 0);
    }

    void countSkipped() {
        increment(skipped, 0);
    }

    void countRejected(Malformed reason) {
        if (reason == Malformed.UNKNOWN_TYPE) {
            increment(notDecoded, 0);
        } else {
            increment(malformed, reason.ordinal());
        }
    }

    private static void increment(long[] cells, int index) {
        CELL.setOpaque(cells, index, cells[index] + 1);
    }

    private static long get(long[] cells, int index) {
        return (long) CELL.getOpaque(cells, index);
    }

    private static long sum(long[] cells) {
        long sum = 0;
        for (int i = 0; i < cells.length; i++) {
            sum += get(cells, i);
        }
        return sum;
    }
}
