// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.Malformed;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts events by what happened to them. The ingest thread writes the counters without atomic operations. Any thread
 * may read them; a sum may be one event behind.
 *
 * <p>When the ingest thread is idle, {@code received = flows + notices + malformed + skipped + notDecoded}.
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

    /** Returns the number of received events of a message type. */
    public long received(int messageType) {
        return get(received, messageType);
    }

    /** Returns the number of events that were rejected for a reason. */
    public long malformed(Malformed reason) {
        return get(malformed, reason.ordinal());
    }

    /** Returns the number of events that became flows. */
    public long flows() {
        return get(flows, 0);
    }

    /** Returns the number of events that became agent or debug events. */
    public long notices() {
        return get(notices, 0);
    }

    /** Returns the number of socket events that were skipped because the pod of their cgroup is unknown. */
    public long skipped() {
        return get(skipped, 0);
    }

    /** Returns the number of events of an unknown message type. They are not counted as malformed. */
    public long notDecoded() {
        return get(notDecoded, 0);
    }

    /** Returns the number of flows for which neither side is known. */
    public long unattributed() {
        return get(unattributed, 0);
    }

    /** Returns the number of all received events. */
    public long received() {
        return sum(received);
    }

    /** Returns the number of all malformed events. */
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
