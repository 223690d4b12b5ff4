// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;

/**
 * What our own programs counted, told with a trace event: a block between the header of the event and the packet,
 * version {@link #EXTENSION} of the extension. Little-endian.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +---------------------------------------------------------------+
 *  | packets of the event's direction since its last event         |  0
 *  +---------------------------------------------------------------+
 *  | bytes of these                                                |  8
 *  +---------------------------------------------------------------+
 *  | packets of the event's direction since the connection began   | 16
 *  +---------------------------------------------------------------+
 *  | bytes of these                                                | 24
 *  +---------------------------------------------------------------+
 *  | packets of the other direction since the connection began     | 32
 *  +---------------------------------------------------------------+
 *  | bytes of these                                                | 40
 *  +---------------------------------------------------------------+
 *  | nanoseconds from the connection's first packet to the event   | 48
 *  +-------+-------+---------------+-------------------------------+
 *  | flags |reverse|     state     |               0               | 56
 *  +-------+-------+---------------+-------------------------------+
 * </pre>
 *
 * <p>Packets are those on the wire: a packet that the kernel has still to split counts as its segments. Bytes are those
 * of layer 2. The counts are unsigned; those of 2^63 and more, which no kernel reaches, read as 2^63 - 1. Not
 * thread-safe.
 */
public final class TraceCounts {
    public static final int PACKETS_OFFSET = 0;
    public static final int BYTES_OFFSET = PACKETS_OFFSET + Long.BYTES;
    public static final int TOTAL_PACKETS_OFFSET = BYTES_OFFSET + Long.BYTES;
    public static final int TOTAL_BYTES_OFFSET = TOTAL_PACKETS_OFFSET + Long.BYTES;
    public static final int REVERSE_PACKETS_OFFSET = TOTAL_BYTES_OFFSET + Long.BYTES;
    public static final int REVERSE_BYTES_OFFSET = REVERSE_PACKETS_OFFSET + Long.BYTES;
    public static final int AGE_OFFSET = REVERSE_BYTES_OFFSET + Long.BYTES;
    public static final int TCP_FLAGS_OFFSET = AGE_OFFSET + Long.BYTES;
    public static final int REVERSE_TCP_FLAGS_OFFSET = TCP_FLAGS_OFFSET + Byte.BYTES;
    public static final int STATE_OFFSET = REVERSE_TCP_FLAGS_OFFSET + Byte.BYTES;
    /** Length of the block: the four bytes after the state are reserved. */
    public static final int LENGTH = STATE_OFFSET + Short.BYTES + Integer.BYTES;

    /** Version of the extension that this block is. */
    public static final int EXTENSION = 1;

    private EventBytes bytes = new EventBytes();
    private int at;

    /** Makes this a view of the block at offset {@code at}. The caller has checked that it is complete. */
    void wrap(EventBytes bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Returns the packets of the event's direction since the last event of that direction. */
    public long packets() {
        return count(PACKETS_OFFSET);
    }

    /** Returns the bytes of {@link #packets()}. */
    public long bytes() {
        return count(BYTES_OFFSET);
    }

    /** Returns the packets of the event's direction since the connection began. */
    public long totalPackets() {
        return count(TOTAL_PACKETS_OFFSET);
    }

    /** Returns the bytes of {@link #totalPackets()}. */
    public long totalBytes() {
        return count(TOTAL_BYTES_OFFSET);
    }

    /** Returns the packets of the other direction since the connection began. */
    public long reversePackets() {
        return count(REVERSE_PACKETS_OFFSET);
    }

    /** Returns the bytes of {@link #reversePackets()}. */
    public long reverseBytes() {
        return count(REVERSE_BYTES_OFFSET);
    }

    /** Returns the nanoseconds from the first packet of the connection, of either direction, to the event. */
    public long ageNanos() {
        return count(AGE_OFFSET);
    }

    /** Returns the TCP flags that packets of the event's direction have had so far, as the header has them. */
    public int tcpFlags() {
        return bytes.u8(at + TCP_FLAGS_OFFSET);
    }

    /** Returns the TCP flags that packets of the other direction have had so far. */
    public int reverseTcpFlags() {
        return bytes.u8(at + REVERSE_TCP_FLAGS_OFFSET);
    }

    /** Returns the bits that say what the counts are of, and what the event tells of its connection. */
    public int state() {
        return bytes.u16(at + STATE_OFFSET);
    }

    private long count(int offset) {
        long count = bytes.u64(at + offset);
        return count < 0 ? Long.MAX_VALUE : count;
    }
}
