// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** Numbers of the transport protocols in a row: the field numbers of {@code flow.Layer4}, or 0 for none. */
public final class L4Protocol {
    public static final int NONE = 0;
    public static final int TCP = 1;
    public static final int UDP = 2;
    public static final int ICMPV4 = 3;
    public static final int ICMPV6 = 4;
    public static final int SCTP = 5;
    public static final int VRRP = 6;
    public static final int IGMP = 7;

    private L4Protocol() {}

    /** Returns whether packets of the protocol have ports. */
    public static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }
}
