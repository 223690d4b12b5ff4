// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.row.FlowView;
import java.util.function.Predicate;

/** The compiled filters of a request. Immutable and thread-safe. */
public final class FlowMatcher implements Predicate<FlowView> {
    private final Predicate<FlowView> first;
    private final Predicate<FlowView> whole;

    FlowMatcher(Predicate<FlowView> first, Predicate<FlowView> whole) {
        this.first = first;
        this.whole = whole;
    }

    /** Returns false if the first cache line of the row is enough to reject the flow. Reads nothing else of the row. */
    public boolean glance(FlowView flow) {
        return first.test(flow);
    }

    /** Returns whether the flow passes. */
    @Override
    public boolean test(FlowView flow) {
        return whole.test(flow);
    }
}
