// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.row.FlowView;
import java.util.function.Predicate;

/** What filters compile to. Immutable, any thread. */
public final class FlowMatcher implements Predicate<FlowView> {
    private final Predicate<FlowView> first;
    private final Predicate<FlowView> whole;

    FlowMatcher(Predicate<FlowView> first, Predicate<FlowView> whole) {
        this.first = first;
        this.whole = whole;
    }

    /** Whether the first cache line of the row leaves it open that the flow passes; nothing else is looked at. */
    public boolean glance(FlowView flow) {
        return first.test(flow);
    }

    /** Whether the flow passes. */
    @Override
    public boolean test(FlowView flow) {
        return whole.test(flow);
    }
}
