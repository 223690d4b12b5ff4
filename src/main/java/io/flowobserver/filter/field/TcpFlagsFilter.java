// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.proto.flow.FlowFilter;

/** {@code tcp_flags}: flags that must be set. Other flags may be set too. */
public final class TcpFlagsFilter {
    private TcpFlagsFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getTcpFlagsCount() == 0) {
            return;
        }
        int[] wanted = filter.getTcpFlagsList().stream().mapToInt(TcpFlags::of).toArray();
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
}
