// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/**
 * Bits of the flags column of a row. Most bits say that an optional part of the flow is present; a few are boolean
 * columns.
 */
public final class FlowFlags {
    /** {@code is_reply} is known. Its value is {@link #REPLY}. */
    public static final int REPLY_KNOWN = 1;
    /** The packet belongs to the reply direction of its connection. */
    public static final int REPLY = 1 << 1;
    /** {@code IP.encrypted} is true. */
    public static final int ENCRYPTED = 1 << 2;
    /** MAC addresses are present. */
    public static final int ETHERNET = 1 << 3;
    /** The {@code IP} message is present. */
    public static final int IP = 1 << 4;
    /** {@code event_type} is present. */
    public static final int EVENT_TYPE = 1 << 5;
    /** {@code file} is present, even if the file id and the line are 0. */
    public static final int FILE = 1 << 6;
    /** {@code interface} is present. */
    public static final int INTERFACE = 1 << 7;
    /** {@code tunnel} is present. */
    public static final int TUNNEL = 1 << 8;
    /** {@code tunnel.IP} is present. */
    public static final int TUNNEL_IP = 1 << 9;
    /** {@code IP.source_xlated} is present. */
    public static final int TRANSLATED_SOURCE = 1 << 10;
    /**
     * The datapath reported the address before source translation. Attribution uses this to find the direction, even if
     * both addresses are equal.
     */
    public static final int ORIGINAL_SOURCE = 1 << 11;
    /** {@code TCP.flags} is present. Packets have TCP flags; access log records and socket events do not. */
    public static final int TCP_FLAGS = 1 << 12;
    /** {@code TCP.flags} of the outer packet is present. */
    public static final int TUNNEL_TCP_FLAGS = 1 << 13;
    /** {@code source} is present. */
    public static final int SOURCE = 1 << 14;
    /** {@code destination} is present. */
    public static final int DESTINATION = 1 << 15;
    /** The source address is known. Without this bit, its text is empty. */
    public static final int SOURCE_ADDRESS = 1 << 16;
    /** The destination address is known. Without this bit, its text is empty. */
    public static final int DESTINATION_ADDRESS = 1 << 17;
    /** {@code ip_trace_id} is present. */
    public static final int IP_TRACE_ID = 1 << 18;
    /** {@code aggregate} is present. */
    public static final int AGGREGATE = 1 << 19;

    /**
     * The source address is an IPv6 address of the form {@code ::ffff:a.b.c.d}. It is printed and looked up as IPv6,
     * not as IPv4.
     */
    public static final int SOURCE_MEANT_AS_IPV6 = 1 << 20;
    /**
     * The destination address is an IPv6 address of the form {@code ::ffff:a.b.c.d}. It is printed and looked up as
     * IPv6, not as IPv4.
     */
    public static final int DESTINATION_MEANT_AS_IPV6 = 1 << 21;

    /**
     * The row has counts of packets and bytes. They have the places of columns that only Cilium's events have, so such
     * a row has none of these: no {@link #TRANSLATED_SOURCE}, {@link #FILE} or {@link #AGGREGATE}, no capture point,
     * socket or cgroup.
     */
    public static final int COUNTS = 1 << 22;

    /** The two highest bits are the {@code Generation} by which the event was decoded. */
    static final int GENERATION_SHIFT = 30;

    static final int GENERATION = 3 << GENERATION_SHIFT;

    private FlowFlags() {}
}
