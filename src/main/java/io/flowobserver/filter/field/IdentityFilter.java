// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.Conjunction;
import io.flowobserver.filter.predicate.Side;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_identity} and {@code destination_identity}: numbers of a known peer, 0 included. */
public final class IdentityFilter {
    private IdentityFilter() {}

    public static void add(FlowFilter filter, Conjunction.Builder all) {
        add(Side.SOURCE, filter.getSourceIdentityList(), all);
        add(Side.DESTINATION, filter.getDestinationIdentityList(), all);
    }

    private static void add(Side side, List<Integer> identities, Conjunction.Builder all) {
        if (identities.isEmpty()) {
            return;
        }
        int[] wanted = identities.stream().mapToInt(Integer::intValue).toArray();
        all.add(Conjunction.Cost.FIRST_LINE, flow -> {
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
