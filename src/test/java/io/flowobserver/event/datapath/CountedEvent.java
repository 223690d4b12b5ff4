// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A trace event of our own programs with counts, made for tests.
 *
 * @param counts packets, bytes, then both in all, then both of the other direction, then the age in nanoseconds
 */
public record CountedEvent(long[] counts, int tcpFlags, int reverseTcpFlags, int state, String packet) {
    /** A TCP segment 10.9.0.1:3001 to 10.9.0.2:80 with SYN, with Ethernet. */
    public static final String SYN = "020000000002020000000001" + "0800" + "450000ff000140004006" + "0000"
            + "0a0900010a090002" + "0bb90050" + "0000000100000000" + "5002020000000000";

    /** What the sweep makes of such a connection's key: no Ethernet, and of TCP only the ports. */
    public static final String KEY = "450000180000000040060000" + "0a0900010a090002" + "0bb90050";

    private static final int HEADER = 56;
    private static final int FLAG_L3_DEVICE = 2;
    private static final int SWEPT = 0x20;

    /** An event of a connection of 4 and 3 packets so far, 1.5 seconds old, of which the event tells of two packets. */
    public static CountedEvent of(int state) {
        return new CountedEvent(
                new long[] {2, 1_514 + 66, 4, 3_000, 3, 210, 1_500_000_000L},
                0x12,
                0x10,
                state,
                (state & SWEPT) == 0 ? SYN : KEY);
    }

    /** The event with other packets and bytes to tell of. */
    public CountedEvent telling(long packets, long bytes) {
        long[] other = counts.clone();
        other[0] = packets;
        other[1] = bytes;
        return new CountedEvent(other, tcpFlags, reverseTcpFlags, state, packet);
    }

    /** The event with another age. */
    public CountedEvent aged(long nanos) {
        long[] other = counts.clone();
        other[other.length - 1] = nanos;
        return new CountedEvent(other, tcpFlags, reverseTcpFlags, state, packet);
    }

    /** The event of another packet, in hexadecimal. */
    public CountedEvent with(String packet) {
        return new CountedEvent(counts, tcpFlags, reverseTcpFlags, state, packet);
    }

    public EventBytes bytes() {
        return EventBytes.of(array());
    }

    public byte[] array() {
        byte[] captured = HexFormat.of().parseHex(packet);
        ByteBuffer event = ByteBuffer.allocate(HEADER + TraceCounts.LENGTH + captured.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        event.put((byte) 4).put((byte) 5);
        event.putInt(TraceNotify.ORIGINAL_LENGTH_OFFSET, captured.length);
        event.putShort(TraceNotify.CAPTURE_LENGTH_OFFSET, (short) captured.length);
        event.putShort(TraceNotify.VERSION_OFFSET, (short) (TraceCounts.EXTENSION << Byte.SIZE | 2));
        event.put(TraceNotify.FLAGS_OFFSET, (byte) ((state & SWEPT) == 0 ? 0 : FLAG_L3_DEVICE));
        event.putInt(TraceNotify.INTERFACE_OFFSET, 7);
        event.position(HEADER);
        for (long count : counts) {
            event.putLong(count);
        }
        event.put((byte) tcpFlags).put((byte) reverseTcpFlags).putShort((short) state);
        return event.putInt(0).put(captured).array();
    }
}
