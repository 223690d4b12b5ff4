// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.CountState;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.row.Verdicts;

/**
 * Properties of a flow, as bits. Each metric requires some of them and skips flows without them. They are computed once
 * for all metrics: most flows do not concern most metrics, and skipping them then costs little.
 */
public final class FlowTraits {
    /** The verdict is DROPPED. */
    static final int DROPPED = 1;
    /** The flow was forwarded or redirected. */
    static final int PASSED = 1 << 1;
    /** The transport protocol is known. */
    static final int TRANSPORT = 1 << 2;
    /** The packet has one of the TCP flags SYN, FIN and RST. */
    static final int TCP_TURN = 1 << 3;
    /** The packet is an ICMP message. */
    static final int ICMP = 1 << 4;
    /** The flow is known not to be a reply. */
    static final int NO_REPLY = 1 << 5;
    /** The event is a policy verdict or an access log. */
    static final int POLICY = 1 << 6;
    /** The row has a {@code Detail}, such as an L7 record, which few flows have. */
    static final int DETAIL = 1 << 7;
    /** The event type is known. */
    static final int EVENT_TYPE = 1 << 8;
    /** The packet has an SCTP chunk whose type has a name. */
    static final int SCTP_CHUNK = 1 << 9;

    /** A packet is the cause of the flow, not the sweep of what was counted. */
    public static final int PACKET = 1 << 10;
    /** The row has counts that are part of the node's sums. */
    static final int SUMMED = 1 << 11;

    private static final int TURNS = TcpFlags.FIN | TcpFlags.SYN | TcpFlags.RST;

    private FlowTraits() {}

    /** Returns the traits of a flow. */
    public static int of(FlowView row) {
        int traits = row.detail() == null ? 0 : DETAIL;
        int verdict = row.verdict();
        if (verdict == Verdicts.DROPPED) {
            traits |= DROPPED;
        } else if (Verdicts.isPassed(verdict)) {
            traits |= PASSED;
        }
        int flags = row.flags();
        if ((flags & (FlowFlags.REPLY_KNOWN | FlowFlags.REPLY)) == FlowFlags.REPLY_KNOWN) {
            traits |= NO_REPLY;
        }
        if ((flags & FlowFlags.EVENT_TYPE) != 0) {
            traits |= EVENT_TYPE | ofEvent(row.eventType());
        }
        if ((flags & FlowFlags.COUNTS) == 0) {
            return traits | PACKET | ofTransport(row, flags);
        }
        int state = row.countState();
        return traits
                | ((state & CountState.SWEPT) == 0 ? PACKET : 0)
                | ((state & CountState.SUMMED) != 0 ? SUMMED : 0)
                | ofTransport(row, flags);
    }

    private static int ofEvent(int type) {
        return type == MessageType.POLICY_VERDICT || type == MessageType.ACCESS_LOG ? POLICY : 0;
    }

    private static int ofTransport(FlowView row, int flags) {
        int protocol = row.l4Protocol();
        if (protocol == L4Protocol.TCP) {
            int known = FlowFlags.IP | FlowFlags.TCP_FLAGS;
            boolean turns = (flags & known) == known && (row.tcpFlags() & TURNS) != 0;
            return turns ? TRANSPORT | TCP_TURN : TRANSPORT;
        }
        if (protocol == L4Protocol.ICMPV4 || protocol == L4Protocol.ICMPV6) {
            return TRANSPORT | ICMP;
        }
        if (protocol == L4Protocol.SCTP && (flags & FlowFlags.IP) != 0 && row.l4Type() != 0) {
            return TRANSPORT | SCTP_CHUNK;
        }
        return protocol == L4Protocol.NONE ? 0 : TRANSPORT;
    }
}
