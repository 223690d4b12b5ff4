// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/**
 * {@code source_identity} and {@code destination_identity}: security identities, which can be 0. A side without an
 * endpoint matches none.
 */
public final class IdentityFilter {
    private IdentityFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        add(FlowSide.SOURCE, filter.getSourceIdentityList(), all);
        add(FlowSide.DESTINATION, filter.getDestinationIdentityList(), all);
    }

    private static void add(FlowSide side, List<Integer> identities, AllOf.Builder all) {
        if (identities.isEmpty()) {
            return;
        }
        int[] wanted = identities.stream().mapToInt(Integer::intValue).toArray();
        all.add(AllOf.Cost.FIRST_LINE, flow -> {
            if (!side.hasEndpoint(flow)) {
                return false;
            }
            int identity = side.identity(flow);
            for (int candidate : wanted) {
                if (candidate == identity) {
                    return true;
                }
            }
            return false;
        });
    }
}
