// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.TCPFlags;

/** {@code tcp_flags}: flags that must be set. Other flags may be set too. */
public final class TcpFlagsFilter {
    private TcpFlagsFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getTcpFlagsCount() == 0) {
            return;
        }
        int[] wanted =
                filter.getTcpFlagsList().stream().mapToInt(TcpFlagsFilter::bits).toArray();
        all.add(AllOf.Cost.FIRST_LINE, flow -> {
            if (flow.l4Protocol() != L4Protocol.TCP || !flow.has(FlowFlags.TCP_FLAGS)) {
                return false;
            }
            int held = flow.tcpFlags();
            for (int bits : wanted) {
                if ((held & bits) == bits) {
                    return true;
                }
            }
            return false;
        });
    }

    private static int bits(TCPFlags flags) {
        return (flags.getFIN() ? TcpFlags.FIN : 0)
                | (flags.getSYN() ? TcpFlags.SYN : 0)
                | (flags.getRST() ? TcpFlags.RST : 0)
                | (flags.getPSH() ? TcpFlags.PSH : 0)
                | (flags.getACK() ? TcpFlags.ACK : 0)
                | (flags.getURG() ? TcpFlags.URG : 0)
                | (flags.getECE() ? TcpFlags.ECE : 0)
                | (flags.getCWR() ? TcpFlags.CWR : 0)
                | (flags.getNS() ? TcpFlags.NS : 0);
    }
}
