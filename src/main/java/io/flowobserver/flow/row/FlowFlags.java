// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** Bits of a row's flags column: which optional parts of a flow are present, and a few yes/no columns. */
public final class FlowFlags {
    /** {@code is_reply} is known; its value is {@link #REPLY}. */
    public static final int REPLY_KNOWN = 1;
    /** The packet goes against the direction of its connection. */
    public static final int REPLY = 1 << 1;
    /** {@code IP.encrypted}. */
    public static final int ENCRYPTED = 1 << 2;
    /** MAC addresses are present. */
    public static final int ETHERNET = 1 << 3;
    /** The {@code IP} message is present. */
    public static final int IP = 1 << 4;
    /** {@code event_type} is present. */
    public static final int EVENT_TYPE = 1 << 5;
    /** {@code file} is present, even if its id and line are 0. */
    public static final int FILE = 1 << 6;
    /** {@code interface} is present. */
    public static final int INTERFACE = 1 << 7;
    /** {@code tunnel} is present. */
    public static final int TUNNEL = 1 << 8;
    /** {@code tunnel.IP} is present. */
    public static final int TUNNEL_IP = 1 << 9;
    /** {@code IP.source_xlated} is present. */
    public static final int TRANSLATED_SOURCE = 1 << 10;
    /** The datapath gave the address before source translation; decides the direction, whether it differs or not. */
    public static final int ORIGINAL_SOURCE = 1 << 11;
    /** {@code TCP.flags} is present (packets have it, log records and socket events don't). */
    public static final int TCP_FLAGS = 1 << 12;
    /** {@code TCP.flags} of the outer packet is present. */
    public static final int TUNNEL_TCP_FLAGS = 1 << 13;
    /** {@code source} is present. */
    public static final int SOURCE = 1 << 14;
    /** {@code destination} is present. */
    public static final int DESTINATION = 1 << 15;
    /** The source address is known; otherwise its text is empty. */
    public static final int SOURCE_ADDRESS = 1 << 16;
    /** The destination address is known; otherwise its text is empty. */
    public static final int DESTINATION_ADDRESS = 1 << 17;
    /** {@code ip_trace_id} is present. */
    public static final int IP_TRACE_ID = 1 << 18;
    /** {@code aggregate} is present. */
    public static final int AGGREGATE = 1 << 19;

    /** The source address, though it is {@code ::ffff:a.b.c.d}, was meant as IPv6: it is shown and looked up so. */
    public static final int SOURCE_MEANT_AS_IPV6 = 1 << 20;
    /** The same of the destination address. */
    public static final int DESTINATION_MEANT_AS_IPV6 = 1 << 21;

    private FlowFlags() {}
}
