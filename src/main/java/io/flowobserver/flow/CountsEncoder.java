// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.row.CountState;
import io.flowobserver.flow.row.FlowView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the counts of a flow as its {@code extensions}, from a {@link CountsTemplate}: the numbers and the flags have a
 * fixed length, so they are put into a copy of it. The time is a number, because its text would be half of the cost.
 */
final class CountsEncoder {
    /** Upper bound, in bytes, of what {@link #encode} writes. */
    static final int MAX_LENGTH;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String FLAGS = "FSRPAUEC";

    /** The text of each set of TCP flags, with its first character in the lowest byte. */
    private static final long[] FLAG_TEXTS = new long[1 << Byte.SIZE];

    /** By the state bits: what is known of a packet alone, of a connection, and of a TCP connection. */
    private static final CountsTemplate[] PACKETS = new CountsTemplate[CountState.MASK + 1];

    private static final CountsTemplate[] CONNECTIONS = new CountsTemplate[PACKETS.length];
    private static final CountsTemplate[] TCP = new CountsTemplate[PACKETS.length];

    static {
        for (int flags = 0; flags < FLAG_TEXTS.length; flags++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                long letter = (flags & 1 << bit) == 0 ? '.' : FLAGS.charAt(bit);
                FLAG_TEXTS[flags] |= letter << (Byte.SIZE * (Byte.SIZE - 1 - bit));
            }
        }
        int longest = 0;
        for (int state = 0; state < PACKETS.length; state++) {
            PACKETS[state] = new CountsTemplate(CountsTemplate.PACKET, state);
            CONNECTIONS[state] = new CountsTemplate(CountsTemplate.CONNECTION, state);
            TCP[state] = new CountsTemplate(CountsTemplate.TCP, state);
            longest = Math.max(longest, TCP[state].bytes.length);
        }
        MAX_LENGTH = longest;
    }

    private CountsEncoder() {}

    /** Writes the field {@code extensions} of a flow that has counts, and returns the offset after it. */
    static int encode(FlowView flow, byte[] out, int at) {
        int state = flow.countState() & PACKETS.length - 1;
        int flags = flow.connectionTcpFlags();
        int reverseFlags = flow.reverseTcpFlags();
        boolean tracked = (state & CountState.TRACKED) != 0;
        boolean tcp = (flags | reverseFlags) != 0;
        CountsTemplate template = (!tracked ? PACKETS : tcp ? TCP : CONNECTIONS)[state];
        System.arraycopy(template.bytes, 0, out, at, template.bytes.length);
        int entries = at + template.entries;
        number(flow.packets(), out, entries + CountsTemplate.PACKETS_END);
        number(flow.bytes(), out, entries + CountsTemplate.BYTES_END);
        if (tracked) {
            connection(flow, out, entries);
            if (tcp) {
                LONG.set(out, entries + CountsTemplate.TCP_FLAGS_END - Long.BYTES, FLAG_TEXTS[flags]);
                LONG.set(out, entries + CountsTemplate.REVERSE_TCP_FLAGS_END - Long.BYTES, FLAG_TEXTS[reverseFlags]);
            }
        }
        return at + template.bytes.length;
    }

    private static void connection(FlowView flow, byte[] out, int entries) {
        number(flow.totalPackets(), out, entries + CountsTemplate.TOTAL_PACKETS_END);
        number(flow.totalBytes(), out, entries + CountsTemplate.TOTAL_BYTES_END);
        number(flow.reversePackets(), out, entries + CountsTemplate.REVERSE_PACKETS_END);
        number(flow.reverseBytes(), out, entries + CountsTemplate.REVERSE_BYTES_END);
        // A connection is not older than 1970, whatever a capture says.
        long firstSeen = Math.max(0, flow.timeNanos() - flow.connectionAgeNanos());
        number((double) firstSeen / NANOS_PER_SECOND, out, entries + CountsTemplate.FIRST_SEEN_END);
    }

    /** Puts a number into the last eight bytes before {@code end}. */
    private static void number(long value, byte[] out, int end) {
        number((double) value, out, end);
    }

    private static void number(double value, byte[] out, int end) {
        LONG.set(out, end - Double.BYTES, Double.doubleToRawLongBits(value));
    }
}
