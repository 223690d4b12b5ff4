// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** Kinds of the one-line summary of a flow. The encoder writes the text. */
public final class SummaryKind {
    /** The summary is empty. */
    public static final int NONE = 0;

    public static final int ETHERNET = 1;
    public static final int IPV4 = 2;
    public static final int IPV6 = 3;
    /** For example {@code TCP Flags: SYN, ACK}, from the TCP flags column. */
    public static final int TCP_FLAGS = 4;

    public static final int UDP = 5;
    public static final int SCTP = 6;
    /** For example {@code ICMPv4 EchoRequest}, from the type and code columns. */
    public static final int ICMPV4 = 7;
    /** For example {@code ICMPv6 EchoRequest}, from the type and code columns. */
    public static final int ICMPV6 = 8;

    public static final int VRRP = 9;
    public static final int IGMP = 10;
    /** {@code TCP}, for socket events. */
    public static final int TCP = 11;
    /** {@code Unknown}, for socket events. */
    public static final int UNKNOWN = 12;
    /** The {@code Detail} of the row has the text. */
    public static final int DETAIL = 13;

    public static final int ARP = 14;

    private SummaryKind() {}
}
