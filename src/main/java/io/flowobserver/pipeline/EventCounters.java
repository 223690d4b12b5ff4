// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.Malformed;
import io.flowobserver.ring.LossNote;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Counts the events of one source by what happened to them. The ingest thread writes the counters without atomic
 * operations. Any thread may read them; a sum may be one event behind.
 *
 * <p>When the ingest thread is idle, {@code received = flows + notices + malformed + skipped + notDecoded}. Events that
 * were lost are not among the received.
 */
public final class EventCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int TYPES = 256;
    private static final Malformed[] REASONS = Malformed.values();
    /** Numbers of {@code flow.LostEventSource}. */
    private static final int PLACES = LossNote.FLOW_RING + 1;

    private final long[] received = new long[TYPES];
    private final long[] malformed = new long[REASONS.length];
    private final long[] flows = new long[1];
    private final long[] notices = new long[1];
    private final long[] skipped = new long[1];
    private final long[] notDecoded = new long[1];
    private final long[] unattributed = new long[1];
    private final long[] lost = new long[PLACES];
    /** Time of the latest event, in nanoseconds since 1970-01-01 UTC; 0 before the first. Only the ingest thread. */
    private long latestNanos;

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

    /** Returns the number of events that were lost at a place, a number of {@code flow.LostEventSource}. */
    public long lost(int place) {
        return get(lost, place);
    }

    /** Returns the number of events that were lost before they were received, at most 2^63 - 1. */
    public long lost() {
        long sum = 0;
        for (int place = 0; place < PLACES; place++) {
            sum = capped(sum, lost(place));
        }
        return sum;
    }

    /** Returns the number of all malformed events. */
    public long malformed() {
        return sum(malformed);
    }

    /** Returns the present sums of several sources' counters. They do not change. */
    static EventCounters sumOf(List<EventCounters> sources) {
        EventCounters sum = new EventCounters();
        for (EventCounters source : sources) {
            sum.add(source);
        }
        return sum;
    }

    /** Returns one line that says what became of the events. */
    public String summary() {
        return received() + " events, " + flows() + " flows, " + notices() + " agent and debug events, " + malformed()
                + " malformed, " + skipped() + " skipped, " + notDecoded() + " of unknown types, " + lost() + " lost";
    }

    void countReceived(int messageType, long timeNanos) {
        latestNanos = timeNanos;
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

    void countLost(LossNote loss) {
        long count = loss.count() < 0 ? Long.MAX_VALUE : loss.count();
        CELL.setOpaque(lost, loss.source(), capped(lost[loss.source()], count));
    }

    /** Returns the time of the latest event of this source; 0 if there was none. Only the ingest thread calls this. */
    long latestNanos() {
        return latestNanos;
    }

    private void add(EventCounters more) {
        add(received, more.received);
        add(malformed, more.malformed);
        add(flows, more.flows);
        add(notices, more.notices);
        add(skipped, more.skipped);
        add(notDecoded, more.notDecoded);
        add(unattributed, more.unattributed);
        add(lost, more.lost);
    }

    private static void add(long[] cells, long[] more) {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = capped(cells[i], get(more, i));
        }
    }

    private static long capped(long count, long more) {
        long sum = count + more;
        return sum < 0 ? Long.MAX_VALUE : sum;
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
