// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.SummaryKind;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.text.IcmpText;
import io.flowobserver.flow.wire.Wire;

/** Writes the one-line summary of a flow (field 100000) from its columns. */
final class SummaryText {
    private static final int FIELD = 100_000;
    private static final byte[][] FIXED = new byte[SummaryKind.ARP + 1][];
    private static final String IGMP_PREFIX = "IGMP ";
    private static final byte[][] IGMP = new byte[256][];
    private static final byte[] IGMP_UNKNOWN = Wire.utf8(IGMP_PREFIX);

    static {
        FIXED[SummaryKind.ETHERNET] = Wire.utf8("Ethernet");
        FIXED[SummaryKind.IPV4] = Wire.utf8("IPv4");
        FIXED[SummaryKind.IPV6] = Wire.utf8("IPv6");
        FIXED[SummaryKind.UDP] = Wire.utf8("UDP");
        FIXED[SummaryKind.SCTP] = Wire.utf8("SCTP");
        FIXED[SummaryKind.VRRP] = Wire.utf8("VRRP VRRPv2 Advertisement");
        FIXED[SummaryKind.TCP] = Wire.utf8("TCP");
        FIXED[SummaryKind.UNKNOWN] = Wire.utf8("Unknown");
        FIXED[SummaryKind.ARP] = Wire.utf8("ARP");
        IGMP[0x11] = Wire.utf8(IGMP_PREFIX + "IGMP Membership Query");
        IGMP[0x12] = Wire.utf8(IGMP_PREFIX + "IGMPv1 Membership Report");
        IGMP[0x16] = Wire.utf8(IGMP_PREFIX + "IGMPv2 Membership Report");
        IGMP[0x17] = Wire.utf8(IGMP_PREFIX + "Leave Group");
        IGMP[0x22] = Wire.utf8(IGMP_PREFIX + "IGMPv3 Membership Report");
    }

    private SummaryText() {}

    static int field(FlowView flow, byte[] out, int at) {
        int kind = flow.summaryKind();
        return switch (kind) {
            case SummaryKind.NONE -> at;
            case SummaryKind.TCP_FLAGS -> Wire.delimited(out, at, FIELD, TcpFlags.summary(flow.tcpFlags()));
            case SummaryKind.ICMPV4 -> icmp(IcmpText.V4, flow, out, at);
            case SummaryKind.ICMPV6 -> icmp(IcmpText.V6, flow, out, at);
            case SummaryKind.IGMP -> {
                byte[] text = IGMP[flow.l4Type()];
                yield Wire.delimited(out, at, FIELD, text == null ? IGMP_UNKNOWN : text);
            }
            case SummaryKind.DETAIL -> {
                Detail detail = flow.detail();
                yield detail == null ? at : Wire.text(out, at, FIELD, detail.summary());
            }
            default -> Wire.delimited(out, at, FIELD, FIXED[kind]);
        };
    }

    private static int icmp(IcmpText texts, FlowView flow, byte[] out, int at) {
        int body = Wire.tag(out, at, FIELD, Wire.LENGTH_DELIMITED) + 1;
        int end = texts.write(flow.l4Type(), flow.l4Code(), out, body);
        out[body - 1] = (byte) (end - body);
        return end;
    }
}
