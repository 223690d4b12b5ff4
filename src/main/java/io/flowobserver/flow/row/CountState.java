// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** Bits of the state column of a row with {@link FlowFlags#COUNTS}: what its counts are of, and what the flow tells. */
public final class CountState {
    /** Totals, age and flags are known. Without it, the row counts its own packet only. */
    public static final int TRACKED = 1;
    /** The first flow of a connection at this point, and its beginning was seen. */
    public static final int OPENED = 1 << 1;
    /** Both ends have said that they are done. */
    public static final int CLOSED_FIN = 1 << 2;
    /** One end has reset the connection. */
    public static final int CLOSED_RST = 1 << 3;
    /** The connection has been silent for so long that it is taken for ended. */
    public static final int CLOSED_TIMEOUT = 1 << 4;
    /** No packet is the cause of the flow: it tells later what was counted. Its headers are the connection's. */
    public static final int SWEPT = 1 << 5;
    /**
     * The counts are those of the point that counts for the node. A packet may pass several points of a node; it is in
     * sums once if these use only rows with this bit.
     */
    public static final int SUMMED = 1 << 6;

    /** Another connection has begun with the same addresses and ports. */
    public static final int CLOSED_REUSED = 1 << 7;

    /** All bits. */
    public static final int MASK = 2 * CLOSED_REUSED - 1;

    private static final int CLOSED = CLOSED_FIN | CLOSED_RST | CLOSED_TIMEOUT | CLOSED_REUSED;

    private CountState() {}

    /** Returns how the connection has ended: one {@code CLOSED_} bit, or 0 if the flow does not tell of its end. */
    public static int closed(int state) {
        return Integer.lowestOneBit(state & CLOSED);
    }
}
