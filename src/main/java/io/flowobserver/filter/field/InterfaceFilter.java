// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.NetworkInterface;

/**
 * {@code interface}: the index (0 matches any) and the name (the empty one matches any) of a flow's interface. A flow
 * without an interface does not match.
 */
public final class InterfaceFilter {
    private InterfaceFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getInterfaceCount() > 0) {
            NetworkInterface[] wanted = filter.getInterfaceList().toArray(NetworkInterface[]::new);
            all.add(AllOf.Cost.OTHER_LINES, flow -> flow.has(FlowFlags.INTERFACE) && any(wanted, flow));
        }
    }

    private static boolean any(NetworkInterface[] wanted, FlowView flow) {
        Link link = flow.link();
        for (NetworkInterface entry : wanted) {
            boolean index = entry.getIndex() == 0 || entry.getIndex() == flow.interfaceIndex();
            boolean name = entry.getName().isEmpty()
                    || (link != null && entry.getName().equals(link.name()));
            if (index && name) {
                return true;
            }
        }
        return false;
    }
}
