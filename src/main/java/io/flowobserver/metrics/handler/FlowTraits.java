// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.row.Verdicts;

/**
 * What metrics ask of a flow before they count it, as bits. Found once for all of them: most flows are nothing to most
 * metrics, and a metric that is not asked costs next to nothing.
 */
public final class FlowTraits {
    /** It was dropped. */
    static final int DROPPED = 1;
    /** It was forwarded or redirected. */
    static final int PASSED = 1 << 1;
    /** It has a transport protocol. */
    static final int TRANSPORT = 1 << 2;
    /** A TCP connection begins, answers, ends or breaks. */
    static final int TCP_TURN = 1 << 3;
    /** It is an ICMP message. */
    static final int ICMP = 1 << 4;
    /** It is known to be no reply. */
    static final int NO_REPLY = 1 << 5;
    /** A policy was asked. */
    static final int POLICY = 1 << 6;
    /** It has something that only few have, such as what an application said. */
    static final int DETAIL = 1 << 7;
    /** The kind of event is known. */
    static final int EVENT_TYPE = 1 << 8;

    private static final int TURNS = TcpFlags.FIN | TcpFlags.SYN | TcpFlags.RST;

    private FlowTraits() {}

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
        return traits | ofTransport(row, flags);
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
        return protocol == L4Protocol.NONE ? 0 : TRANSPORT;
    }
}
