// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.NumberSet;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.proto.flow.FlowFilter;

/** {@code ip_version}: a flow without an IP header has version 0. */
public final class IpVersionFilter {
    private IpVersionFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getIpVersionCount() > 0) {
            var wanted = new NumberSet(filter.getIpVersionValueList());
            all.add(AllOf.Cost.FIRST_LINE, flow -> wanted.has(flow.has(FlowFlags.IP) ? flow.ipVersion() : 0));
        }
    }
}
