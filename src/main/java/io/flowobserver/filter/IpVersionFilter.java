// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.FlowFlags;
import io.flowobserver.proto.flow.FlowFilter;

/** {@code ip_version}; flows without an IP header have version 0. */
final class IpVersionFilter {
    private IpVersionFilter() {}

    static void add(FlowFilter filter, Conjunction.Builder all) {
        if (filter.getIpVersionCount() > 0) {
            var wanted = new NumberSet(filter.getIpVersionValueList());
            all.add(Conjunction.Cost.FIRST_LINE, flow -> wanted.has(flow.has(FlowFlags.IP) ? flow.ipVersion() : 0));
        }
    }
}
