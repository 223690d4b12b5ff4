// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.row.FlowRows;
import io.flowobserver.flow.row.FlowWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The newest flows, in the order in which they were published. One writer, which never waits and uses no atomic
 * read-modify-write; any number of {@linkplain RingReader readers}, which copy rows and notice when one was overwritten
 * under their hands.
 *
 * <p>There is one row more than the capacity, so that the row being written is never one that is still promised to
 * readers: with {@code w} flows written, sequences {@code max(0, w - capacity)} to {@code w - 1} are readable, the
 * newest at once.
 */
public final class FlowRing {
    /** Capacities at most; row numbers are ints. */
    static final int MAX_CAPACITY = 1 << 30;

    private static final VarHandle WRITTEN;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(FlowRing.class, "written", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int capacity;
    private final int slots;
    private final FlowRows rows;
    private final FlowWriter writer = new FlowWriter();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private int nextSlot;

    @SuppressWarnings("unused") // through WRITTEN
    private long written;

    /**
     * Takes {@code (capacity + 1) * 256} bytes of direct memory.
     *
     * @param capacity how many flows are kept, 1 to {@link #MAX_CAPACITY}
     */
    public FlowRing(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("ring capacity out of range: capacity=" + capacity);
        }
        this.capacity = capacity;
        this.slots = capacity + 1;
        this.rows = new FlowRows(slots);
    }

    /**
     * The next row, cleared, for the ingest thread to fill. A row that is claimed and not published is claimed again.
     */
    public FlowWriter claim() {
        writer.clear();
        return writer;
    }

    /** Publishes the claimed row and returns its sequence. Called by the ingest thread. */
    public long publish() {
        long sequence = (long) WRITTEN.get(this);
        rows.write(nextSlot, sequence, writer);
        WRITTEN.setRelease(this, sequence + 1);
        nextSlot = nextSlot + 1 == slots ? 0 : nextSlot + 1;
        return sequence;
    }

    /** Calls the listeners; the ingest thread does so once for each batch that published anything. */
    public void signal() {
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    /** Adds what is to run on the ingest thread after a batch; it must return at once. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** How many flows were ever published; also the sequence of the next one. */
    public long written() {
        return (long) WRITTEN.getAcquire(this);
    }

    /** Sequence of the oldest flow that is readable now, if any is. */
    public long oldest() {
        return Math.max(0, written() - capacity);
    }

    /** How many flows are readable now. */
    public int size() {
        return (int) Math.min(written(), capacity);
    }

    public int capacity() {
        return capacity;
    }

    /** A reader that stands at the oldest readable flow. */
    public RingReader reader() {
        return new RingReader(this);
    }

    FlowRows rows() {
        return rows;
    }

    int slots() {
        return slots;
    }
}
