// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.EventSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A bounded queue of events and losses, in the order in which they were put. The bytes of an event are copied into a
 * buffer of fixed size, so no event allocates.
 *
 * <p>One thread puts (the {@code offer} methods), and one thread takes (all others). Neither waits for the other.
 *
 * <pre>
 *  0               4               8               12              16              24
 *  +---------------+---------------+---------------+---------------+---------------+--------
 *  | size, n * 8   |    length     | kind   origin |      cpu      | time, 8 bytes | event
 *  +---------------+---------------+---------------+---------------+---------------+--------
 * </pre>
 *
 * <p>A loss has its place instead of kind and origin.
 */
final class EventQueue {
    static final int HEADER_BYTES = 24;

    private static final int LENGTH_AT = 4;
    private static final int KIND_AT = 8;
    private static final int CPU_AT = 12;
    private static final int TIME_AT = 16;
    private static final int COUNT_AT = HEADER_BYTES;
    private static final int FIRST_AT = COUNT_AT + Long.BYTES;
    private static final int LAST_AT = FIRST_AT + Long.BYTES;
    private static final int LOSS_BYTES = LAST_AT + Long.BYTES;

    /** Lengths of records that are no events. */
    private static final int LOSS = -1;

    private static final int REST_OF_BUFFER = -2;

    private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);
    /** The two positions are 128 bytes apart, because the two threads would share a cache line otherwise. */
    private static final int TAIL = 16;

    private static final int HEAD = 32;

    private final int capacity;
    private final ByteBuffer buffer;
    /** How many bytes were put and taken. */
    private final long[] positions = new long[48];

    /** Of the thread that puts. */
    private long tail;

    private int tailAt;
    private long headSeen;
    private long lastNanos;

    /** Of the thread that takes. */
    private long head;

    private int headAt;
    private long tailSeen;
    private final EventBytes bytes = new EventBytes();

    /** @param capacity in bytes of direct memory; rounded down to a multiple of 8 */
    EventQueue(int capacity) {
        this.capacity = capacity & -Long.BYTES;
        this.buffer = ByteBuffer.allocateDirect(this.capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns whether an event of this length has room when the queue is empty, wherever its end is then. */
    boolean fits(int length) {
        return size(length) <= capacity / 2;
    }

    /** Puts an event. Returns false if there is no room for it. */
    boolean offer(int kind, int origin, int cpu, long timeNanos, EventBytes event) {
        int length = event.length();
        int at = fits(length) ? reserve(size(length)) : -1;
        if (at < 0) {
            return false;
        }
        event.copyTo(0, buffer, at + HEADER_BYTES, length);
        lastNanos = timeNanos;
        publish(at, size(length), length, (kind & 0xffff) | (origin << Short.SIZE), cpu);
        return true;
    }

    /** Puts a loss, as {@link EventSink#lost} has it. Returns false if there is no room for it. */
    boolean offerLoss(int lostSource, int cpu, long count, long firstNanos, long untilNanos) {
        int at = reserve(LOSS_BYTES);
        if (at < 0) {
            return false;
        }
        buffer.putLong(at + COUNT_AT, count);
        buffer.putLong(at + FIRST_AT, firstNanos);
        buffer.putLong(at + LAST_AT, untilNanos);
        publish(at, LOSS_BYTES, LOSS, lostSource, cpu);
        return true;
    }

    /** Makes what was put until now visible to {@link #hasNext}. What is put later is not, until the next call. */
    void look() {
        tailSeen = (long) POSITION.getAcquire(positions, TAIL);
    }

    /** Returns whether there is a record to be taken. */
    boolean hasNext() {
        if (head == tailSeen) {
            return false;
        }
        if (buffer.getInt(headAt + LENGTH_AT) == REST_OF_BUFFER) {
            pass(buffer.getInt(headAt));
        }
        return true;
    }

    /** Returns the time of the next record. A loss has that of the event before it. Call this only if there is one. */
    long nextNanos() {
        return buffer.getLong(headAt + TIME_AT);
    }

    /** Takes the next record and passes it to the sink. Call this only if there is one. */
    void take(EventSink sink) {
        int at = headAt;
        int length = buffer.getInt(at + LENGTH_AT);
        int kind = buffer.getInt(at + KIND_AT);
        int cpu = buffer.getInt(at + CPU_AT);
        try {
            if (length == LOSS) {
                sink.lost(
                        kind,
                        cpu,
                        buffer.getLong(at + COUNT_AT),
                        buffer.getLong(at + FIRST_AT),
                        buffer.getLong(at + LAST_AT));
            } else {
                bytes.wrap(buffer, at + HEADER_BYTES, length);
                sink.event(kind & 0xffff, kind >>> Short.SIZE, cpu, nextNanos(), bytes);
            }
        } finally {
            pass(buffer.getInt(at));
            POSITION.setRelease(positions, HEAD, head);
        }
    }

    /** Returns the offset at which a record of this size may be written, or -1 if there is no room for it. */
    private int reserve(int size) {
        int rest = capacity - tailAt;
        int needed = size <= rest ? size : rest + size;
        if (needed > capacity - (tail - headSeen)) {
            headSeen = (long) POSITION.getAcquire(positions, HEAD);
            if (needed > capacity - (tail - headSeen)) {
                return -1;
            }
        }
        if (size > rest) {
            buffer.putInt(tailAt, rest);
            buffer.putInt(tailAt + LENGTH_AT, REST_OF_BUFFER);
            tail += rest;
            tailAt = 0;
        }
        return tailAt;
    }

    private void publish(int at, int size, int length, int kind, int cpu) {
        buffer.putInt(at, size);
        buffer.putInt(at + LENGTH_AT, length);
        buffer.putInt(at + KIND_AT, kind);
        buffer.putInt(at + CPU_AT, cpu);
        buffer.putLong(at + TIME_AT, lastNanos);
        tail += size;
        tailAt = at + size == capacity ? 0 : at + size;
        POSITION.setRelease(positions, TAIL, tail);
    }

    private void pass(int size) {
        head += size;
        headAt = headAt + size == capacity ? 0 : headAt + size;
    }

    private static int size(int length) {
        return HEADER_BYTES + length + Long.BYTES - 1 & -Long.BYTES;
    }
}
