// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.EventTypeFilter;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.function.Predicate;

/** {@code event_type}: the type (0 matches any type) and, if the filter says so, the sub-type. */
public final class EventTypesFilter {
    private EventTypesFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getEventTypeCount() > 0) {
            all.add(AllOf.Cost.FIRST_LINE, test(filter.getEventTypeList().toArray(EventTypeFilter[]::new)));
        }
    }

    private static Predicate<FlowView> test(EventTypeFilter[] wanted) {
        return flow -> {
            if (!flow.has(FlowFlags.EVENT_TYPE)) {
                return false;
            }
            for (EventTypeFilter entry : wanted) {
                boolean type = entry.getType() == 0 || entry.getType() == flow.eventType();
                if (type && (!entry.getMatchSubType() || entry.getSubType() == flow.eventSubType())) {
                    return true;
                }
            }
            return false;
        };
    }
}
