// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the packets of an observation point have become, since the programs were loaded ({@code struct observer_point} in
 * {@code bpf/events.h}). When the programs are idle, and after a sweep: seen = told + owed + limited + failed + hidden +
 * filtered.
 *
 * @param subtype number of the observation point in trace events
 * @param told in events
 * @param limited no table had room for them, and there were too many to tell of each
 * @param failed no table had room for them, nor had the perf ring
 * @param hidden told on request only: ARP and neighbour discovery
 * @param filtered a rule of the filter hides them
 * @param owed what entries of the connection tables owed when the last sweep looked at all of them
 * @param missing so much at least is in none of the others, because an error has lost it; 0 if all is well, and always 0
 *     if the kernel cannot wait for running programs
 * @param skbs packets as the kernel hands them on, before segmentation
 * @param length bytes of these
 * @param refused packets whose connection found no room in a table
 */
public record PointTally(
        int subtype,
        Amount seen,
        Amount told,
        Amount limited,
        Amount failed,
        Amount hidden,
        Amount filtered,
        Amount owed,
        Amount missing,
        long skbs,
        long length,
        long refused) {
    /** The numbers of the observation points in trace events. */
    public static final List<Integer> SUBTYPES = List.of(0, 5, 10, 11);

    static final int POINTS = 4;

    static final int SUBTYPE_OFFSET = 0;
    static final int PADDING_OFFSET = SUBTYPE_OFFSET + Integer.BYTES;
    static final int SEEN_OFFSET = PADDING_OFFSET + Integer.BYTES;
    static final int TOLD_OFFSET = SEEN_OFFSET + Amount.LENGTH;
    static final int LIMITED_OFFSET = TOLD_OFFSET + Amount.LENGTH;
    static final int FAILED_OFFSET = LIMITED_OFFSET + Amount.LENGTH;
    static final int HIDDEN_OFFSET = FAILED_OFFSET + Amount.LENGTH;
    static final int FILTERED_OFFSET = HIDDEN_OFFSET + Amount.LENGTH;
    static final int OWED_OFFSET = FILTERED_OFFSET + Amount.LENGTH;
    static final int MISSING_OFFSET = OWED_OFFSET + Amount.LENGTH;
    static final int RETURNED_OFFSET = MISSING_OFFSET + Amount.LENGTH;
    static final int SKBS_OFFSET = RETURNED_OFFSET + Amount.LENGTH;
    static final int LENGTH_OFFSET = SKBS_OFFSET + Long.BYTES;
    static final int REFUSED_OFFSET = LENGTH_OFFSET + Long.BYTES;
    static final int ENTRY_LENGTH = REFUSED_OFFSET + Long.BYTES;

    /**
     * Packets and bytes on the wire: a packet that the kernel has not yet segmented counts as its segments, each with its
     * headers from Ethernet on.
     */
    public record Amount(long packets, long bytes) {
        public static final Amount NONE = new Amount(0, 0);

        static final int LENGTH = 2 * Long.BYTES;

        private static Amount read(ByteBuffer buffer, int at) {
            return new Amount(buffer.getLong(at), buffer.getLong(at + Long.BYTES));
        }
    }

    static List<PointTally> read(ByteBuffer buffer) {
        List<PointTally> points = new ArrayList<>(POINTS);
        for (int at = 0; at < POINTS * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            points.add(new PointTally(
                    buffer.getInt(at + SUBTYPE_OFFSET),
                    Amount.read(buffer, at + SEEN_OFFSET),
                    Amount.read(buffer, at + TOLD_OFFSET),
                    Amount.read(buffer, at + LIMITED_OFFSET),
                    Amount.read(buffer, at + FAILED_OFFSET),
                    Amount.read(buffer, at + HIDDEN_OFFSET),
                    Amount.read(buffer, at + FILTERED_OFFSET),
                    Amount.read(buffer, at + OWED_OFFSET),
                    Amount.read(buffer, at + MISSING_OFFSET),
                    buffer.getLong(at + SKBS_OFFSET),
                    buffer.getLong(at + LENGTH_OFFSET),
                    buffer.getLong(at + REFUSED_OFFSET)));
        }
        return points;
    }
}
