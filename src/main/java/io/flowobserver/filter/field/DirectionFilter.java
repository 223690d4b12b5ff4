// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.NumberSet;
import io.flowobserver.proto.flow.FlowFilter;

/** {@code traffic_direction}: the number of the direction. */
public final class DirectionFilter {
    private DirectionFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getTrafficDirectionCount() > 0) {
            var wanted = new NumberSet(filter.getTrafficDirectionValueList());
            all.add(AllOf.Cost.FIRST_LINE, flow -> wanted.has(flow.direction()));
        }
    }
}
