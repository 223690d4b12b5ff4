// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

/** The IP protocol numbers that are decoded (IANA protocol numbers). */
public final class IpProtocol {
    static final int HOP_BY_HOP = 0;
    public static final int ICMP = 1;
    public static final int IGMP = 2;
    public static final int IPV4 = 4;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int IPV6 = 41;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    static final int AUTHENTICATION = 51;
    public static final int ICMPV6 = 58;
    static final int DESTINATION_OPTIONS = 60;
    public static final int IPV4_IN_IPV4 = 94;
    public static final int VRRP = 112;
    public static final int SCTP = 132;

    private IpProtocol() {}
}
