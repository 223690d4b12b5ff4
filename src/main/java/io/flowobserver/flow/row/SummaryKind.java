// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** What a flow's one-line summary is made from; the text itself is made by the encoder. */
public final class SummaryKind {
    /** Empty. */
    public static final int NONE = 0;

    public static final int ETHERNET = 1;
    public static final int IPV4 = 2;
    public static final int IPV6 = 3;
    /** {@code TCP Flags: SYN, ACK}, from the flags column. */
    public static final int TCP_FLAGS = 4;

    public static final int UDP = 5;
    public static final int SCTP = 6;
    /** {@code ICMPv4 EchoRequest}, from type and code. */
    public static final int ICMPV4 = 7;
    /** {@code ICMPv6 EchoRequest}, from type and code. */
    public static final int ICMPV6 = 8;

    public static final int VRRP = 9;
    public static final int IGMP = 10;
    /** {@code TCP}, of socket events. */
    public static final int TCP = 11;
    /** {@code Unknown}, of socket events. */
    public static final int UNKNOWN = 12;
    /** The text is the row's {@code Detail}. */
    public static final int DETAIL = 13;

    private SummaryKind() {}
}
