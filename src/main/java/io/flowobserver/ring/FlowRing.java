// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.row.FlowRows;
import io.flowobserver.flow.row.FlowWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A ring buffer of the newest flows, in the order of publication. There is one writer, which never waits and uses no
 * atomic read-modify-write operation. Any number of {@linkplain RingReader readers} copy rows, and a reader detects if
 * a row was overwritten during the copy.
 *
 * <p>The ring has one row more than its capacity, so the row that is being written is never one that readers may still
 * read. After {@code w} flows, the sequences {@code max(0, w - capacity)} to {@code w - 1} are readable. A flow is
 * readable as soon as it is published.
 */
public final class FlowRing {
    /** Maximum capacity. Row numbers are ints. */
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
    private final TimeSteps steps = new TimeSteps();
    private int nextSlot;

    @SuppressWarnings("unused") // accessed through WRITTEN
    private long written;

    /**
     * Allocates {@code (capacity + 1) * 256} bytes of direct memory.
     *
     * @param capacity maximum number of flows, 1 to {@link #MAX_CAPACITY}
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
     * Returns the next row, cleared, to be filled. If it is not published, the next call returns the same row again.
     * Only the ingest thread calls this.
     */
    public FlowWriter claim() {
        writer.clear();
        return writer;
    }

    /** Publishes the claimed row and returns its sequence. Only the ingest thread calls this. */
    public long publish() {
        long sequence = (long) WRITTEN.get(this);
        steps.next(sequence, writer.view().timeNanos());
        rows.write(nextSlot, sequence, writer);
        WRITTEN.setRelease(this, sequence + 1);
        nextSlot = nextSlot + 1 == slots ? 0 : nextSlot + 1;
        return sequence;
    }

    /** Calls the listeners. The ingest thread calls this once after each batch that published something. */
    public void signal() {
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    /** Adds a listener, which the ingest thread calls after a batch. It must return quickly. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** Returns the number of flows published since start, which is also the sequence of the next flow. */
    public long written() {
        return (long) WRITTEN.getAcquire(this);
    }

    /** Returns the sequence of the oldest readable flow, if there is one. */
    public long oldest() {
        return Math.max(0, written() - capacity);
    }

    /** Returns the number of readable flows. */
    public int size() {
        return (int) Math.min(written(), capacity);
    }

    /** Returns where the time of flows went back. */
    public TimeSteps steps() {
        return steps;
    }

    public int capacity() {
        return capacity;
    }

    /** Returns a new reader, positioned at the oldest readable flow. */
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
